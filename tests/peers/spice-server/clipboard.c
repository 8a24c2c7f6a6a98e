/* The stub behind the agent port: a guest agent with a clipboard and a folder for files, as spice.md section 7 has it. It does what the real one does by
 * itself (answers capabilities and requests, takes files); the rest are commands. */
#include "peer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TYPES = 8, SELECTIONS = 3 };

/* Monitors, reply, clipboard by demand and with selections, LF line ends, largest clipboard, detailed errors, no release on regrab. */
static uint32_t own_caps = 1u << 1 | 1u << 2 | 1u << 5 | 1u << 6 | 1u << 8 | 1u << 10 | 1u << 14 | 1u << 16;
static uint32_t client_caps;
static struct buffer offered[SELECTIONS][TYPES]; /* what the guest's clipboards hold */
static bool has[SELECTIONS][TYPES];
static bool silent, echo, fetch;

static struct { bool running; uint32_t id; uint64_t size, got; char name[256]; FILE *file; } transfer;
static char policy[32] = "accept"; /* accept, hold, cancel, error, nospace, locked, disabled */
static uint64_t cancel_after = UINT64_MAX;

static bool has_selections(void) { return (own_caps & client_caps & 1u << 6) != 0; }

static void send_with_selection(uint32_t message, unsigned selection, const void *data, size_t size)
{
    struct buffer body = { 0 };
    if (has_selections())
        buffer_add(&body, (uint8_t[]){ (uint8_t)selection, 0, 0, 0 }, 4);
    buffer_add(&body, data, size);
    agent_send(message, body.data, body.size);
    free(body.data);
}

static void send_type(uint32_t message, unsigned selection, uint32_t type)
{
    uint8_t word[4];
    put32(word, type);
    send_with_selection(message, selection, word, 4);
}

static void send_caps(bool request)
{
    uint8_t words[8];
    put32(words, request);
    put32(words + 4, own_caps);
    agent_send(VD_AGENT_ANNOUNCE_CAPABILITIES, words, sizeof words);
}

static void grab(unsigned selection)
{
    struct buffer types = { 0 };
    for (uint32_t type = 1; type < TYPES; type++) {
        uint8_t word[4];
        put32(word, type);
        if (has[selection][type])
            buffer_add(&types, word, 4);
    }
    send_with_selection(VD_AGENT_CLIPBOARD_GRAB, selection, types.data, types.size);
    free(types.data);
}

static void offer(unsigned selection, uint32_t type, const void *data, size_t size)
{
    offered[selection][type].size = 0;
    buffer_add(&offered[selection][type], data, size);
    has[selection][type] = true;
}

static void answer_request(unsigned selection, uint32_t type)
{
    struct buffer body = { 0 };
    uint8_t word[4];
    bool can = type < TYPES && has[selection][type];
    put32(word, can ? type : 0);
    buffer_add(&body, word, 4);
    if (can)
        buffer_add(&body, offered[selection][type].data, offered[selection][type].size);
    send_with_selection(VD_AGENT_CLIPBOARD, selection, body.data, body.size);
    free(body.data);
}

static void send_status(uint32_t id, uint32_t result)
{
    uint8_t body[16] = { 0 };
    size_t size = 8;
    put32(body, id);
    put32(body + 4, result);
    if (own_caps & client_caps & 1u << 14) {
        if (result == VD_AGENT_FILE_XFER_STATUS_NOT_ENOUGH_SPACE) {
            put32(body + 8, 4096);
            size = 16;
        } else if (result == VD_AGENT_FILE_XFER_STATUS_ERROR) {
            put32(body + 9, 14); /* kind 0 (GLib I/O), permission denied */
            size = 13;
        }
    }
    agent_send(VD_AGENT_FILE_XFER_STATUS, body, size);
}

static void end_transfer(const char *how)
{
    if (transfer.file != NULL)
        fclose(transfer.file);
    char name[1024];
    say_text(name, sizeof name, transfer.name);
    say("\"event\":\"transfer\",\"id\":%u,\"name\":\"%s\",\"how\":\"%s\",\"got\":%llu,\"size\":%llu", transfer.id, name, how, (unsigned long long)transfer.got,
        (unsigned long long)transfer.size);
    memset(&transfer, 0, sizeof transfer);
}

static void start_transfer(const uint8_t *data, size_t size)
{
    char text[2048] = "";
    memcpy(text, data + 4, size - 4 < sizeof text - 1 ? size - 4 : sizeof text - 1);
    uint32_t id = u32(data);
    static const struct { const char *word; uint32_t result; } refusals[] = {
        { "cancel", VD_AGENT_FILE_XFER_STATUS_CANCELLED }, { "error", VD_AGENT_FILE_XFER_STATUS_ERROR },
        { "nospace", VD_AGENT_FILE_XFER_STATUS_NOT_ENOUGH_SPACE }, { "locked", VD_AGENT_FILE_XFER_STATUS_SESSION_LOCKED },
        { "notconnected", VD_AGENT_FILE_XFER_STATUS_VDAGENT_NOT_CONNECTED }, { "disabled", VD_AGENT_FILE_XFER_STATUS_DISABLED },
    };
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (strcmp(policy, refusals[i].word) == 0) {
            send_status(id, refusals[i].result);
            return;
        }
    if (transfer.running) { /* one at a time is what this stub does */
        send_status(id, VD_AGENT_FILE_XFER_STATUS_ERROR);
        return;
    }
    const char *name = strstr(text, "name="), *length = strstr(text, "size=");
    if (name == NULL || length == NULL || sscanf(name, "name=%255[^\n]", transfer.name) != 1 || strchr(transfer.name, '/') != NULL)
        fail("a transfer without a plain name and a size: '%s'", text);
    transfer.running = true;
    transfer.id = id;
    transfer.size = strtoull(length + 5, NULL, 10);
    if (options.folder != NULL) {
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", options.folder, transfer.name);
        transfer.file = fopen(path, "wb");
        if (transfer.file == NULL)
            fail("cannot write '%s'", path);
    }
    if (strcmp(policy, "hold") != 0)
        send_status(id, VD_AGENT_FILE_XFER_STATUS_CAN_SEND_DATA);
}

static void take_data(const uint8_t *data, size_t size)
{
    uint64_t count = size < 12 ? 0 : u32(data + 4) | (uint64_t)u32(data + 8) << 32;
    if (size < 12 || !transfer.running || u32(data) != transfer.id || count != size - 12)
        return;
    transfer.got += count;
    if (transfer.file != NULL && fwrite(data + 12, 1, size - 12, transfer.file) != size - 12)
        fail("cannot write '%s'", transfer.name);
    if (transfer.got >= cancel_after) {
        send_status(transfer.id, VD_AGENT_FILE_XFER_STATUS_CANCELLED);
        end_transfer("cancelled-by-guest");
    } else if (transfer.got >= transfer.size) {
        send_status(transfer.id, VD_AGENT_FILE_XFER_STATUS_SUCCESS);
        end_transfer("complete");
    }
}

static void clipboard_told(uint32_t message, const uint8_t *data, size_t size)
{
    unsigned selection = 0;
    if (has_selections()) {
        if (size < 4 || data[0] >= SELECTIONS)
            return;
        selection = data[0];
        data += 4;
        size -= 4;
    }
    uint32_t first = size < 4 ? 0 : u32(data);
    if (message == VD_AGENT_CLIPBOARD_GRAB && size >= 4 && fetch)
        send_type(VD_AGENT_CLIPBOARD_REQUEST, selection, first);
    else if (message == VD_AGENT_CLIPBOARD_REQUEST && size >= 4 && !silent)
        answer_request(selection, first);
    else if (message == VD_AGENT_CLIPBOARD && size >= 4 && echo && first > 0 && first < TYPES) {
        offer(selection, first, data + 4, size - 4);
        grab(selection);
    }
}

void agent_told(uint32_t type, const uint8_t *data, size_t size)
{
    switch (type) {
    case VD_AGENT_ANNOUNCE_CAPABILITIES:
        if (size >= 4) {
            client_caps = size < 8 ? 0 : u32(data + 4);
            if (u32(data) != 0)
                send_caps(false);
        }
        break;
    case VD_AGENT_MONITORS_CONFIG:
        agent_send(VD_AGENT_REPLY, (uint8_t[]){ VD_AGENT_MONITORS_CONFIG, 0, 0, 0, VD_AGENT_SUCCESS, 0, 0, 0 }, 8);
        break;
    case VD_AGENT_CLIPBOARD:
    case VD_AGENT_CLIPBOARD_GRAB:
    case VD_AGENT_CLIPBOARD_REQUEST:
        clipboard_told(type, data, size);
        break;
    case VD_AGENT_FILE_XFER_START:
        if (size > 4)
            start_transfer(data, size);
        break;
    case VD_AGENT_FILE_XFER_DATA:
        take_data(data, size);
        break;
    case VD_AGENT_FILE_XFER_STATUS:
        if (size >= 8 && transfer.running && u32(data) == transfer.id && u32(data + 4) == VD_AGENT_FILE_XFER_STATUS_CANCELLED)
            end_transfer("cancelled-by-client");
        break;
    default:
        break;
    }
}

void agent_forget(void)
{
    client_caps = 0;
    if (transfer.running)
        end_transfer("lost");
}

static void offer_file(char *rest) /* SELECTION TYPE PATH; several offers, then agent-grab */
{
    unsigned selection = 0, type = 0;
    int at = 0;
    if (sscanf(rest, "%u %u %n", &selection, &type, &at) < 2 || selection >= SELECTIONS || type >= TYPES || at == 0)
        fail("agent-offer SELECTION TYPE PATH: '%s'", rest);
    FILE *file = fopen(rest + at, "rb");
    if (file == NULL)
        fail("agent-offer: cannot read '%s'", rest + at);
    offer(selection, type, NULL, 0);
    uint8_t part[65536];
    for (size_t got; (got = fread(part, 1, sizeof part, file)) > 0;)
        buffer_add(&offered[selection][type], part, got);
    fclose(file);
}

bool stub_command(const char *word, char *rest)
{
    unsigned selection = (unsigned)atoi(rest) % SELECTIONS, type = 0;
    if (strcmp(word, "agent-caps") == 0) { /* agent-caps WORD [announce] */
        own_caps = (uint32_t)strtoul(rest, NULL, 0);
        if (strstr(rest, "announce") != NULL)
            send_caps(true);
    } else if (strcmp(word, "agent-offer") == 0) {
        offer_file(rest);
    } else if (strcmp(word, "agent-grab") == 0) {
        grab(selection);
    } else if (strcmp(word, "agent-release") == 0) {
        memset(has[selection], 0, sizeof has[selection]);
        send_with_selection(VD_AGENT_CLIPBOARD_RELEASE, selection, NULL, 0);
    } else if (strcmp(word, "agent-request") == 0 && sscanf(rest, "%u %u", &selection, &type) == 2) {
        send_type(VD_AGENT_CLIPBOARD_REQUEST, selection % SELECTIONS, type);
    } else if (strcmp(word, "agent-silent") == 0) { /* leaves requests unanswered */
        silent = strcmp(rest, "on") == 0;
    } else if (strcmp(word, "agent-echo") == 0) {   /* fetches what the client offers and offers it back */
        echo = fetch = strcmp(rest, "on") == 0;
    } else if (strcmp(word, "agent-fetch") == 0) {  /* fetches what the client offers */
        fetch = strcmp(rest, "on") == 0;
    } else if (strcmp(word, "agent-transfers") == 0) {
        snprintf(policy, sizeof policy, "%s", rest);
        if (transfer.running && strcmp(policy, "accept") == 0)
            send_status(transfer.id, VD_AGENT_FILE_XFER_STATUS_CAN_SEND_DATA);
    } else if (strcmp(word, "agent-cancel-after") == 0) {
        cancel_after = strtoull(rest, NULL, 10);
    } else {
        return false;
    }
    return true;
}
