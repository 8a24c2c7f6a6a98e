/* Keyboard, mouse and tablet: everything that arrives is printed. */
#include "peer.h"
#include <stdlib.h>
#include <string.h>

static uint8_t leds;

static void key(SpiceKbdInstance *keyboard, uint8_t byte)
{
    (void)keyboard;
    say("\"event\":\"key\",\"byte\":%u", byte);
}

static uint8_t get_leds(SpiceKbdInstance *keyboard)
{
    (void)keyboard;
    return leds;
}

static void motion(SpiceMouseInstance *mouse, int dx, int dy, int dz, uint32_t buttons)
{
    (void)mouse;
    say("\"event\":\"motion\",\"dx\":%d,\"dy\":%d,\"dz\":%d,\"buttons\":%u", dx, dy, dz, buttons);
}

static void buttons(SpiceMouseInstance *mouse, uint32_t state)
{
    (void)mouse;
    say("\"event\":\"buttons\",\"buttons\":%u", state);
}

static void tablet_size(SpiceTabletInstance *tablet, int width, int height)
{
    (void)tablet;
    say("\"event\":\"tablet-size\",\"width\":%d,\"height\":%d", width, height);
}

static void tablet_position(SpiceTabletInstance *tablet, int x, int y, uint32_t state)
{
    (void)tablet;
    say("\"event\":\"position\",\"x\":%d,\"y\":%d,\"buttons\":%u", x, y, state);
}

static void tablet_wheel(SpiceTabletInstance *tablet, int dz, uint32_t state)
{
    (void)tablet;
    say("\"event\":\"tablet-wheel\",\"dz\":%d,\"buttons\":%u", dz, state);
}

static void tablet_buttons(SpiceTabletInstance *tablet, uint32_t state)
{
    (void)tablet;
    say("\"event\":\"tablet-buttons\",\"buttons\":%u", state);
}

static const SpiceKbdInterface keyboard_interface = {
    .base = { .type = SPICE_INTERFACE_KEYBOARD, .description = "keyboard", .major_version = SPICE_INTERFACE_KEYBOARD_MAJOR, .minor_version = SPICE_INTERFACE_KEYBOARD_MINOR },
    .push_scan_freg = key, .get_leds = get_leds,
};
static const SpiceMouseInterface mouse_interface = {
    .base = { .type = SPICE_INTERFACE_MOUSE, .description = "mouse", .major_version = SPICE_INTERFACE_MOUSE_MAJOR, .minor_version = SPICE_INTERFACE_MOUSE_MINOR },
    .motion = motion, .buttons = buttons,
};
static const SpiceTabletInterface tablet_interface = {
    .base = { .type = SPICE_INTERFACE_TABLET, .description = "tablet", .major_version = SPICE_INTERFACE_TABLET_MAJOR, .minor_version = SPICE_INTERFACE_TABLET_MINOR },
    .set_logical_size = tablet_size, .position = tablet_position, .wheel = tablet_wheel, .buttons = tablet_buttons,
};

static SpiceKbdInstance keyboard = { .base.sif = &keyboard_interface.base };
static SpiceMouseInstance mouse = { .base.sif = &mouse_interface.base };
static SpiceTabletInstance tablet = { .base.sif = &tablet_interface.base };
static bool has_tablet;

static void set_tablet(bool wanted)
{
    if (wanted && !has_tablet)
        spice_server_add_interface(server, &tablet.base);
    else if (!wanted && has_tablet)
        spice_server_remove_interface(&tablet.base);
    has_tablet = wanted;
}

void input_start(void)
{
    spice_server_add_interface(server, &keyboard.base);
    if (!options.no_mouse)
        spice_server_add_interface(server, &mouse.base);
    set_tablet(options.tablet);
}

bool input_command(const char *word, char *rest)
{
    if (strcmp(word, "leds") == 0) {
        leds = (uint8_t)atoi(rest);
        spice_server_kbd_leds(&keyboard, leds);
    } else if (strcmp(word, "tablet") == 0) {
        set_tablet(strcmp(rest, "on") == 0);
    } else {
        return false;
    }
    return true;
}
