namespace Oriel.Memory.Linux.Faults;

/// <summary>
/// The SIGBUS handler as x86-64 machine code: <c>void handler(int sig /*edi*/, siginfo_t* info /*rsi*/, void* context /*rdx*/)</c>, System V convention.
/// It is machine code because the fault happens in managed code, where a managed handler may not run; docs/adr/0001-sigbus.md has the reasoning.
/// It uses call-clobbered registers only, one page of data and two kinds of system call, made directly so that errno stays as it is. The kernel
/// already stepped over the interrupted code's red zone and restores all its registers, vector registers included, when the handler returns.
/// To check it: copy the bytes into a file and run <c>objdump -D -b binary -m i386:x86-64 -Mintel</c> on it.
/// </summary>
internal static class FaultHandlerCode
{
    /// <summary>Where the address of the first slot is patched in.</summary>
    public const int TableAddressAt = 0x10;

    /// <summary>Where the number of slots is patched in.</summary>
    public const int SlotCountAt = 0x19;

    /// <summary>Where the address of the previous handler's address is patched in.</summary>
    public const int PreviousAddressAt = 0x43;

    /// <summary>Where the address of a kernel sigaction of zeros (the default action) is patched in.</summary>
    public const int DefaultAddressAt = 0x9c;

    /// <summary>The code, with zeros where addresses are patched in.</summary>
    public static ReadOnlySpan<byte> Bytes =>
    [
        // 00: Is it a fault beyond the end of a mapping (BUS_ADRERR)? One sent by kill, or a memory error, is not ours.
        0xf3, 0x0f, 0x1e, 0xfa, //                          00 endbr64
        0x83, 0x7e, 0x08, 0x02, //                          04 cmp  dword [rsi+8], 2      info->si_code
        0x75, 0x37, //                                      08 jne  chain
        0x48, 0x8b, 0x46, 0x10, //                          0a mov  rax, [rsi+16]         info->si_addr
        0x49, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, //              0e mov  r8, table
        0xb9, 0, 0, 0, 0, //                                18 mov  ecx, slots

        // next: One slot. Start and end are read twice: a slot that another thread is changing gives unequal values and is passed over; the slot of
        // the mapping we are in is stable, because a region is not disposed while it is used.
        0x4d, 0x8b, 0x08, //                                1d mov  r9, [r8]              slot->start
        0x4d, 0x8b, 0x50, 0x08, //                          20 mov  r10, [r8+8]           slot->end, 0 when free
        0x4d, 0x3b, 0x08, //                                24 cmp  r9, [r8]
        0x75, 0x10, //                                      27 jne  skip
        0x4d, 0x3b, 0x50, 0x08, //                          29 cmp  r10, [r8+8]
        0x75, 0x0a, //                                      2d jne  skip
        0x4c, 0x39, 0xc8, //                                2f cmp  rax, r9
        0x72, 0x05, //                                      32 jb   skip
        0x4c, 0x39, 0xd0, //                                34 cmp  rax, r10
        0x72, 0x1f, //                                      37 jb   found
        //                                                  skip:
        0x49, 0x83, 0xc0, 0x20, //                          39 add  r8, 32
        0xff, 0xc9, //                                      3d dec  ecx
        0x75, 0xdc, //                                      3f jne  next

        // chain: Not ours. The previous handler gets the same arguments on the same stack, by a jump.
        0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, //              41 mov  rax, &previous
        0x48, 0x8b, 0x00, //                                4b mov  rax, [rax]
        0x48, 0x83, 0xf8, 0x01, //                          4e cmp  rax, 1
        0x72, 0x46, //                                      52 jb   default               SIG_DFL
        0x74, 0x3d, //                                      54 je   ignored               SIG_IGN
        0xff, 0xe0, //                                      56 jmp  rax

        // found: Say so, then put zeros in the place of the whole mapping: mmap(start, length, slot->protection,
        // MAP_FIXED|MAP_PRIVATE|MAP_ANONYMOUS|MAP_NORESERVE, -1, 0). Returning runs the faulting instruction again.
        0x57, //                                            58 push rdi
        0x56, //                                            59 push rsi
        0x52, //                                            5a push rdx
        0x41, 0xc7, 0x40, 0x10, 0x01, 0x00, 0x00, 0x00, //  5b mov  dword [r8+16], 1      slot->faulted
        0x4c, 0x89, 0xcf, //                                63 mov  rdi, r9
        0x4c, 0x89, 0xd6, //                                66 mov  rsi, r10
        0x4c, 0x29, 0xce, //                                69 sub  rsi, r9
        0x41, 0x8b, 0x50, 0x14, //                          6c mov  edx, [r8+20]          slot->protection
        0x41, 0xba, 0x32, 0x40, 0x00, 0x00, //              70 mov  r10d, 0x4032
        0x49, 0xc7, 0xc0, 0xff, 0xff, 0xff, 0xff, //        76 mov  r8, -1
        0x45, 0x31, 0xc9, //                                7d xor  r9d, r9d
        0xb8, 0x09, 0x00, 0x00, 0x00, //                    80 mov  eax, 9                mmap
        0x0f, 0x05, //                                      85 syscall
        0x5a, //                                            87 pop  rdx
        0x5e, //                                            88 pop  rsi
        0x5f, //                                            89 pop  rdi
        0x48, 0x3d, 0x01, 0xf0, 0xff, 0xff, //              8a cmp  rax, -4095            an errno?
        0x73, 0xaf, //                                      90 jae  chain
        0xc3, //                                            92 ret

        // ignored: A signal that was sent may be ignored, a fault may not.
        0x83, 0x7e, 0x08, 0x00, //                          93 cmp  dword [rsi+8], 0
        0x7f, 0x01, //                                      97 jg   default
        0xc3, //                                            99 ret

        // default: Restore the default action and send the signal to this thread again; it is delivered when we return, and ends the process as it would have without us.
        0x48, 0xbe, 0, 0, 0, 0, 0, 0, 0, 0, //              9a mov  rsi, &default
        0xbf, 0x07, 0x00, 0x00, 0x00, //                    a4 mov  edi, 7                SIGBUS
        0x31, 0xd2, //                                      a9 xor  edx, edx
        0x41, 0xba, 0x08, 0x00, 0x00, 0x00, //              ab mov  r10d, 8               bytes of a signal mask
        0xb8, 0x0d, 0x00, 0x00, 0x00, //                    b1 mov  eax, 13               rt_sigaction
        0x0f, 0x05, //                                      b6 syscall
        0xb8, 0x27, 0x00, 0x00, 0x00, //                    b8 mov  eax, 39               getpid
        0x0f, 0x05, //                                      bd syscall
        0x89, 0xc7, //                                      bf mov  edi, eax
        0xb8, 0xba, 0x00, 0x00, 0x00, //                    c1 mov  eax, 186              gettid
        0x0f, 0x05, //                                      c6 syscall
        0x89, 0xc6, //                                      c8 mov  esi, eax
        0xba, 0x07, 0x00, 0x00, 0x00, //                    ca mov  edx, 7                SIGBUS
        0xb8, 0xea, 0x00, 0x00, 0x00, //                    cf mov  eax, 234              tgkill
        0x0f, 0x05, //                                      d4 syscall
        0xc3, //                                            d6 ret
    ];
}
