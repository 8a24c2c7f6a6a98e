/* The vdagent port: chunks to messages and back. What the messages mean is in clipboard.c. */
#include "peer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENT_PORT = 1, CHUNK_HEADER = 8, CHUNK_MOST = 2048, MESSAGE_HEADER = 20 };

static struct buffer to_server;      /* chunks the server has not read */
static struct buffer chunk, message; /* from the server, being collected; messages of the client's port only */
static bool present, stalled;
static unsigned saved;

void buffer_add(struct buffer *to, const void *data, size_t size)
{
    if (to->size + size > to->room) {
        to->room = (to->size + size) * 2;
        to->data = realloc(to->data, to->room);
        if (to->data == NULL)
            fail("no memory for %zu bytes", to->room);
    }
    if (size > 0)
        memcpy(to->data + to->size, data, size);
    to->size += size;
}

static void drop_front(struct buffer *of, size_t size)
{
    of->size -= size;
    memmove(of->data, of->data + size, of->size);
}

/* Prints a message: short ones as hexadecimal digits, long ones as the name of a file with the data. */
static void print_message(uint32_t port, uint32_t type, const uint8_t *data, size_t size)
{
    if (size <= 1024) {
        char hex[2049] = "";
        for (size_t i = 0; i < size; i++)
            sprintf(hex + 2 * i, "%02x", data[i]);
        say("\"event\":\"agent\",\"port\":%u,\"type\":%u,\"size\":%zu,\"hex\":\"%s\"", port, type, size, hex);
        return;
    }
    char path[4096] = "";
    if (options.folder != NULL) {
        snprintf(path, sizeof path, "%s/agent-%u.bin", options.folder, saved++);
        FILE *file = fopen(path, "wb");
        if (file == NULL || fwrite(data, 1, size, file) != size)
            fail("cannot write '%s'", path);
        fclose(file);
    }
    char text[8192];
    say_text(text, sizeof text, path);
    say("\"event\":\"agent\",\"port\":%u,\"type\":%u,\"size\":%zu,\"file\":\"%s\"", port, type, size, text);
}

static void take_messages(uint32_t port, const uint8_t *data, size_t size)
{
    if (port != CLIENT_PORT) { /* the server's own messages (mouse state, a client left) fit one chunk */
        if (size >= MESSAGE_HEADER) {
            print_message(port, u32(data + 4), data + MESSAGE_HEADER, size - MESSAGE_HEADER);
            if (u32(data + 4) == VD_AGENT_CLIENT_DISCONNECTED)
                agent_forget();
        }
        return;
    }
    buffer_add(&message, data, size);
    while (message.size >= MESSAGE_HEADER) {
        uint32_t length = u32(message.data + 16), type = u32(message.data + 4);
        if (message.size - MESSAGE_HEADER < length)
            break;
        print_message(port, type, message.data + MESSAGE_HEADER, length);
        agent_told(type, message.data + MESSAGE_HEADER, length);
        drop_front(&message, MESSAGE_HEADER + length);
    }
}

static int port_write(SpiceCharDeviceInstance *port, const uint8_t *data, int length)
{
    (void)port;
    if (stalled)
        return 0;
    buffer_add(&chunk, data, (size_t)length);
    while (chunk.size >= CHUNK_HEADER && chunk.size - CHUNK_HEADER >= u32(chunk.data + 4)) {
        uint32_t size = u32(chunk.data + 4);
        take_messages(u32(chunk.data), chunk.data + CHUNK_HEADER, size);
        drop_front(&chunk, CHUNK_HEADER + size);
    }
    return length;
}

static int port_read(SpiceCharDeviceInstance *port, uint8_t *data, int length)
{
    (void)port;
    size_t size = to_server.size < (size_t)length ? to_server.size : (size_t)length;
    memcpy(data, to_server.data, size);
    drop_front(&to_server, size);
    return (int)size;
}

static void port_state(SpiceCharDeviceInstance *port, int connected)
{
    (void)port;
    say("\"event\":\"agent-port\",\"open\":%s", connected ? "true" : "false");
}

static const SpiceCharDeviceInterface port_interface = {
    .base = { .type = SPICE_INTERFACE_CHAR_DEVICE, .description = "agent", .major_version = SPICE_INTERFACE_CHAR_DEVICE_MAJOR, .minor_version = SPICE_INTERFACE_CHAR_DEVICE_MINOR },
    .state = port_state, .write = port_write, .read = port_read,
};
static SpiceCharDeviceInstance port = { .base.sif = &port_interface.base, .subtype = "vdagent" };

void agent_send(uint32_t type, const void *data, size_t size)
{
    if (!present)
        return;
    uint8_t header[MESSAGE_HEADER] = { 0 };
    put32(header, VD_AGENT_PROTOCOL);
    put32(header + 4, type);
    put32(header + 16, (uint32_t)size);
    struct buffer whole = { 0 };
    buffer_add(&whole, header, sizeof header);
    buffer_add(&whole, data, size);
    for (size_t at = 0; at < whole.size;) {
        uint32_t part = whole.size - at < CHUNK_MOST ? (uint32_t)(whole.size - at) : CHUNK_MOST;
        uint8_t prefix[CHUNK_HEADER];
        put32(prefix, CLIENT_PORT);
        put32(prefix + 4, part);
        buffer_add(&to_server, prefix, sizeof prefix);
        buffer_add(&to_server, whole.data + at, part);
        at += part;
    }
    free(whole.data);
    spice_server_char_device_wakeup(&port);
}

static void set_present(bool wanted)
{
    if (wanted == present)
        return;
    to_server.size = chunk.size = message.size = 0;
    agent_forget();
    present = wanted;
    if (wanted)
        spice_server_add_interface(server, &port.base);
    else
        spice_server_remove_interface(&port.base);
    say("\"event\":\"agent-present\",\"present\":%s", wanted ? "true" : "false");
}

void agent_start(void) { set_present(options.agent); }

static void send_hex(uint32_t type, const char *hex)
{
    struct buffer data = { 0 };
    for (unsigned byte; sscanf(hex, "%2x", &byte) == 1; hex += 2) {
        uint8_t value = (uint8_t)byte;
        buffer_add(&data, &value, 1);
    }
    agent_send(type, data.data, data.size);
    free(data.data);
}

bool agent_command(const char *word, char *rest)
{
    if (strcmp(word, "agent") == 0) {
        set_present(strcmp(rest, "on") == 0);
    } else if (strcmp(word, "agent-stall") == 0) { /* the guest does not read its port */
        stalled = strcmp(rest, "on") == 0;
        if (!stalled && present)
            spice_server_char_device_wakeup(&port);
    } else if (strcmp(word, "agent-send") == 0) { /* agent-send TYPE HEX: any message */
        char *hex = strchr(rest, ' ');
        send_hex((uint32_t)strtoul(rest, NULL, 0), hex == NULL ? "" : hex + 1);
    } else {
        return stub_command(word, rest);
    }
    return true;
}
