section .text
global seven
seven:
    mov eax, 7
    ret
section .note.GNU-stack noalloc noexec nowrite progbits
