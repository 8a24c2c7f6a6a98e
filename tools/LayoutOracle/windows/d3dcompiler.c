#include "oracle.h"
#include <d3dcompiler.h>

int main(void)
{
    ORACLE_BEGIN();
    SLOT(ID3D10Blob, GetBufferPointer);
    SLOT(ID3D10Blob, GetBufferSize);
    return 0;
}
