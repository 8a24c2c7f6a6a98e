/* A screen: a QXL device with one surface and rectangles drawn on it. With it absolute pointer positions work, as the library wants a screen for them. */
#include "peer.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct drawing { QXLDrawable drawable; struct drawing *next; };

static QXLInstance screen;
static uint32_t *pixels;
static int width, height;
/* The worker thread of the library takes commands and gives them back. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static struct drawing *first, **last = &first;

static void attached_worker(QXLInstance *instance) { (void)instance; }

static void set_compression_level(QXLInstance *instance, int level)
{
    (void)instance;
    (void)level;
}

static void get_init_info(QXLInstance *instance, QXLDevInitInfo *info)
{
    (void)instance;
    memset(info, 0, sizeof *info);
    info->memslot_gen_bits = info->memslot_id_bits = 8;
    info->num_memslots = info->num_memslots_groups = 1;
    info->qxl_ram_size = 16 << 20;
    info->n_surfaces = 16;
}

static int get_command(QXLInstance *instance, QXLCommandExt *command)
{
    (void)instance;
    pthread_mutex_lock(&gate);
    struct drawing *drawing = first;
    if (drawing != NULL) {
        first = drawing->next;
        if (first == NULL)
            last = &first;
    }
    pthread_mutex_unlock(&gate);
    if (drawing == NULL)
        return 0;
    memset(command, 0, sizeof *command);
    command->cmd.type = QXL_CMD_DRAW;
    command->cmd.data = (uintptr_t)&drawing->drawable;
    return 1;
}

static int notify(QXLInstance *instance)
{
    (void)instance;
    pthread_mutex_lock(&gate);
    int none = first == NULL;
    pthread_mutex_unlock(&gate);
    return none;
}

static int get_no_command(QXLInstance *instance, QXLCommandExt *command)
{
    (void)instance;
    (void)command;
    return 0;
}

static int notify_never(QXLInstance *instance)
{
    (void)instance;
    return 1;
}

static void release_resource(QXLInstance *instance, QXLReleaseInfoExt info)
{
    (void)instance;
    free((void *)(uintptr_t)info.info->id);
}

static void notify_update(QXLInstance *instance, uint32_t id)
{
    (void)instance;
    (void)id;
}

static int flush_resources(QXLInstance *instance)
{
    (void)instance;
    return 0;
}

static void async_complete(QXLInstance *instance, uint64_t cookie)
{
    (void)instance;
    (void)cookie;
}

static void update_area_complete(QXLInstance *instance, uint32_t surface, QXLRect *rects, uint32_t count)
{
    (void)instance;
    (void)surface;
    (void)rects;
    (void)count;
}

static void set_client_capabilities(QXLInstance *instance, uint8_t present, uint8_t caps[SPICE_CAPABILITIES_SIZE])
{
    (void)instance;
    (void)present;
    (void)caps;
}

static int client_monitors_config(QXLInstance *instance, VDAgentMonitorsConfig *config)
{
    (void)instance;
    (void)config;
    return 0; /* not for this device: the agent gets it */
}

static const QXLInterface interface = {
    .base = { .type = SPICE_INTERFACE_QXL, .description = "screen", .major_version = SPICE_INTERFACE_QXL_MAJOR, .minor_version = SPICE_INTERFACE_QXL_MINOR },
    .attached_worker = attached_worker, .set_compression_level = set_compression_level, .get_init_info = get_init_info, .get_command = get_command,
    .req_cmd_notification = notify, .release_resource = release_resource, .get_cursor_command = get_no_command, .req_cursor_notification = notify_never,
    .notify_update = notify_update, .flush_resources = flush_resources, .async_complete = async_complete, .update_area_complete = update_area_complete,
    .set_client_capabilities = set_client_capabilities, .client_monitors_config = client_monitors_config,
};

static void show_surface(const char *size)
{
    if (sscanf(size, "%dx%d", &width, &height) != 2 || width < 1 || height < 1 || width > 8192 || height > 8192)
        fail("a screen's size is WIDTHxHEIGHT: '%s'", size);
    if (pixels != NULL)
        spice_qxl_destroy_primary_surface(&screen, 0);
    free(pixels);
    pixels = calloc((size_t)width * (size_t)height, 4);
    QXLDevSurfaceCreate surface = {
        .width = (uint32_t)width, .height = (uint32_t)height, .stride = width * 4, .format = SPICE_SURFACE_FMT_32_xRGB, .mouse_mode = 1,
        .type = QXL_SURF_TYPE_PRIMARY, .mem = (uintptr_t)pixels,
    };
    spice_qxl_create_primary_surface(&screen, 0, &surface);
}

static void fill(char *rest)
{
    int x, y, w, h;
    unsigned rgb;
    if (sscanf(rest, "%d %d %d %d %x", &x, &y, &w, &h, &rgb) != 5 || x < 0 || y < 0 || w < 1 || h < 1 || x + w > width || y + h > height)
        fail("fill X Y W H RRGGBB, on the screen: '%s'", rest);
    struct drawing *drawing = calloc(1, sizeof *drawing);
    QXLDrawable *drawable = &drawing->drawable;
    drawable->release_info.id = (uintptr_t)drawing;
    drawable->effect = QXL_EFFECT_OPAQUE;
    drawable->type = QXL_DRAW_FILL;
    drawable->bbox = (QXLRect){ .top = y, .left = x, .bottom = y + h, .right = x + w };
    drawable->clip.type = SPICE_CLIP_TYPE_NONE;
    for (int i = 0; i < 3; i++)
        drawable->surfaces_dest[i] = -1;
    drawable->u.fill.brush.type = SPICE_BRUSH_TYPE_SOLID;
    drawable->u.fill.brush.u.color = rgb;
    drawable->u.fill.rop_descriptor = SPICE_ROPD_OP_PUT;
    pthread_mutex_lock(&gate);
    *last = drawing;
    last = &drawing->next;
    pthread_mutex_unlock(&gate);
    spice_qxl_wakeup(&screen);
}

void display_start(void)
{
    if (options.screen == NULL)
        return;
    screen.base.sif = &interface.base;
    spice_server_add_interface(server, &screen.base);
    QXLDevMemSlot slot = { .virt_end = ~(uintptr_t)0 }; /* all of our memory */
    spice_qxl_add_memslot(&screen, &slot);
    show_surface(options.screen);
}

bool display_command(const char *word, char *rest)
{
    if (options.screen == NULL)
        return false;
    if (strcmp(word, "fill") == 0)
        fill(rest);
    else if (strcmp(word, "screen") == 0)
        show_surface(rest);
    else
        return false;
    return true;
}
