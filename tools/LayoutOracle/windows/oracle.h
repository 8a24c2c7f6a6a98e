/* The layout oracle for Windows: as ../oracle.h, and slots and identifiers of COM interfaces. Compiled by MinGW against its headers, run under Wine.
 * Define INTERFACES in the including file's own order; nothing here links against a Windows SDK library. See ../README.md. */
#define CINTERFACE
#define COBJMACROS
#define INITGUID
#define WIN32_LEAN_AND_MEAN
#define __USE_MINGW_ANSI_STDIO 1
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif
#include <stddef.h>
#include <stdio.h>
#include <fcntl.h>
#include <io.h>
#include <windows.h>

/* Lines end as on Linux. First statement of every main. */
#define ORACLE_BEGIN() _setmode(1, _O_BINARY)
#define STRUCT(type) printf("struct " #type " %zu\n", sizeof(type))
#define FIELD(type, field) printf("field " #type " " #field " %zu %zu\n", offsetof(type, field), sizeof(((type *)0)->field))
/* A field inside an anonymous union or struct whose C name differs from ours. */
#define FIELD_AS(type, field, native) printf("field " #type " " #field " %zu %zu\n", offsetof(type, native), sizeof(((type *)0)->native))
#define CONSTANT(owner, member, native) printf("constant " #owner " " #member " %lld\n", (long long)(native))
/* The place of a method in the table of its interface; a subclass's table holds its parents' methods first. */
#define SLOT(interface, method) printf("slot " #interface " " #method " %zu\n", offsetof(interface##Vtbl, method) / sizeof(void *))
/* A static Guid "member" in a class "owner". */
#define GUID(owner, member, native) print_guid(#owner, #member, &native)

static inline void print_guid(const char *owner, const char *member, const IID *id)
{
    printf("guid %s %s %08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x\n", owner, member, (unsigned long)id->Data1, id->Data2, id->Data3, id->Data4[0], id->Data4[1],
        id->Data4[2], id->Data4[3], id->Data4[4], id->Data4[5], id->Data4[6], id->Data4[7]);
}
