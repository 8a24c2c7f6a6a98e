/* The layout oracle: C files in this folder print what the system's headers say; a test compares that with the committed .txt beside each
 * file, and the .txt with our C# structs and constants. See README.md. */
#include <stddef.h>
#include <stdio.h>

#define STRUCT(type) printf("struct " #type " %zu\n", sizeof(type))
#define FIELD(type, field) printf("field " #type " " #field " %zu %zu\n", offsetof(type, field), sizeof(((type *)0)->field))
#define CONSTANT(owner, member, native) printf("constant " #owner " " #member " %lld\n", (long long)(native))
