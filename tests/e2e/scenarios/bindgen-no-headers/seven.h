#include <stddef.h>
size_t seven(void);
