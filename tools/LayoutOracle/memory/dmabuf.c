#include <sys/ioctl.h>
#include <linux/dma-buf.h>
#include <linux/udmabuf.h>
#include "../oracle.h"

typedef struct udmabuf_create UdmabufCreate;
typedef struct dma_buf_sync DmaBufSync;

int main(void)
{
    STRUCT(UdmabufCreate);
    FIELD(UdmabufCreate, memfd);
    FIELD(UdmabufCreate, flags);
    FIELD(UdmabufCreate, offset);
    FIELD(UdmabufCreate, size);
    CONSTANT(UdmabufCreate, CloseOnExec, UDMABUF_FLAGS_CLOEXEC);
    CONSTANT(UdmabufCreate, Request, UDMABUF_CREATE);

    STRUCT(DmaBufSync);
    FIELD(DmaBufSync, flags);
    CONSTANT(DmaBufSync, Read, DMA_BUF_SYNC_READ);
    CONSTANT(DmaBufSync, Start, DMA_BUF_SYNC_START);
    CONSTANT(DmaBufSync, End, DMA_BUF_SYNC_END);
    CONSTANT(DmaBufSync, Request, DMA_BUF_IOCTL_SYNC);
    return 0;
}
