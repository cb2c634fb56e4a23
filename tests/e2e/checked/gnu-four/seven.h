#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#define SEVEN_PATH PATH_MAX

struct seven {
    size_t size;
    uint8_t bytes[7];
    off_t place;
    FILE *file;
};
