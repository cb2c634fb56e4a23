#include <string>
extern "C" int seven(void) { return std::string("sevenths").size() - 1; }
