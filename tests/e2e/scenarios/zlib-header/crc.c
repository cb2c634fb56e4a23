#include <zlib.h>
int seven(void) { return crc32(0, (const unsigned char *)"seven", 5) != 0; }
