#include <stdio.h>
int seven(void) { puts("from C"); return 7; }
