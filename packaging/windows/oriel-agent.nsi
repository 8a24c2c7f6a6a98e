; The installer of the Windows agent. Built by tools/pack-windows, which passes VERSION, FILES (the published folder), LIST (an include with one Delete a file) and OUT.
; Silent: /S; folder: /D=C:\path (last, unquoted). Exit statuses: 0 installed, 1 cancelled, 2 failed to write files, 3 system not supported,
; 4 the running version could not be stopped, 5 the service could not be installed or started. Uninstaller: /S, and /PURGE to remove settings and logs, too.
Target amd64-unicode
ManifestSupportedOS all
ManifestDPIAware true
SetCompressor /SOLID lzma
SetDateSave off
CRCCheck on
RequestExecutionLevel admin

!include "MUI2.nsh"
!include "LogicLib.nsh"
!include "x64.nsh"
!include "WinVer.nsh"
!include "FileFunc.nsh"

!define PRODUCT "Oriel guest agent"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\OrielAgent"

Name "${PRODUCT}"
OutFile "${OUT}"
BrandingText "Oriel ${VERSION}"
InstallDir "$PROGRAMFILES64\Oriel"
ShowInstDetails show
ShowUninstDetails show
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${PRODUCT}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "${PRODUCT} setup"
VIAddVersionKey "CompanyName" "The Oriel authors"
VIAddVersionKey "LegalCopyright" "MIT licence"

!define MUI_ABORTWARNING
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

Function .onInit
  ${IfNot} ${RunningX64}
  ${OrIfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "Oriel needs 64-bit Windows 10 or later." /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  SetRegView 64
  ; An upgrade goes where the old version is, unless told otherwise.
  ${If} $INSTDIR == "$PROGRAMFILES64\Oriel"
    ReadRegStr $0 HKLM "${UNINSTALL_KEY}" "InstallLocation"
    ${If} $0 != ""
      StrCpy $INSTDIR $0
    ${EndIf}
  ${EndIf}
FunctionEnd

; Runs the agent with its output in the details; its exit status in $0.
!macro Agent ARGUMENTS
  nsExec::ExecToLog '"$INSTDIR\oriel-agent.exe" ${ARGUMENTS}'
  Pop $0
!macroend

; Leaves when the program in $INSTDIR can be written, or after 15 seconds with an error level.
Function WaitUntilFree
  StrCpy $1 0
  ${DoWhile} $1 < 75
    ${IfNot} ${FileExists} "$INSTDIR\oriel-agent.exe"
      Return
    ${EndIf}
    ClearErrors
    FileOpen $2 "$INSTDIR\oriel-agent.exe" a
    ${IfNot} ${Errors}
      FileClose $2
      Return
    ${EndIf}
    Sleep 200
    IntOp $1 $1 + 1
  ${Loop}
  DetailPrint "oriel-agent.exe is still in use"
  SetErrorLevel 4
  Abort "The installed version could not be stopped: end every oriel-agent and try again."
FunctionEnd

Function TellAboutDevice
  StrCpy $1 0
  StrCpy $3 ""
  ${Do}
    EnumRegKey $2 HKLM "SYSTEM\CurrentControlSet\Enum\PCI" $1
    ${If} $2 == ""
      ${ExitDo}
    ${EndIf}
    StrCpy $4 $2 21
    ${If} $4 == "VEN_1AF4&DEV_1110&SUB"
      StrCpy $3 $2
      EnumRegKey $5 HKLM "SYSTEM\CurrentControlSet\Enum\PCI\$2" 0
      ReadRegStr $6 HKLM "SYSTEM\CurrentControlSet\Enum\PCI\$2\$5" "Service"
      ${If} $6 != ""
        DetailPrint "IVSHMEM device: driver $6"
        Return
      ${EndIf}
    ${EndIf}
    IntOp $1 $1 + 1
  ${Loop}
  ${If} $3 == ""
    DetailPrint "This machine has no IVSHMEM device yet: give the virtual machine one on the host."
  ${Else}
    DetailPrint "The IVSHMEM device has no driver yet: it is on the virtio-win image, folder Ivshmem."
    MessageBox MB_OK|MB_ICONINFORMATION "The IVSHMEM device of this machine has no driver yet.$\r$\n$\r$\nInstall it from the virtio-win image (https://fedorapeople.org/groups/virt/virtio-win), folder Ivshmem. The agent waits for it." /SD IDOK
  ${EndIf}
FunctionEnd

Section
  SetRegView 64
  SetShellVarContext all
  ${If} ${FileExists} "$INSTDIR\oriel-agent.exe"
    DetailPrint "Stopping the installed version"
    !insertmacro Agent "uninstall"
    DetailPrint "uninstall: $0"
    Call WaitUntilFree
  ${EndIf}

  SetOutPath "$INSTDIR"
  SetOverwrite on
  ClearErrors
  File "${FILES}\*"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort "The files could not be written."
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"

  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\oriel-agent.exe"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "Publisher" "The Oriel authors"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKLM "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${UNINSTALL_KEY}" "EstimatedSize" $0

  DetailPrint "Installing the service"
  !insertmacro Agent "install"
  ${If} $0 S!= "0"
    DetailPrint "install: $0"
    SetErrorLevel 5
    Abort "The service could not be installed or started; the lines above and the event log say why."
  ${EndIf}
  Call TellAboutDevice
  SetErrorLevel 0
SectionEnd

Section "Uninstall"
  SetRegView 64
  StrCpy $3 "uninstall"
  ${GetParameters} $4
  ${GetOptions} $4 "/PURGE" $5
  ${IfNot} ${Errors}
    StrCpy $3 "uninstall --purge"
  ${Else}
    MessageBox MB_YESNO|MB_ICONQUESTION|MB_DEFBUTTON2 "Remove settings and logs, too?" /SD IDNO IDNO keep
    StrCpy $3 "uninstall --purge"
    keep:
  ${EndIf}
  nsExec::ExecToLog '"$INSTDIR\oriel-agent.exe" $3'
  Pop $0
  ${If} $0 S!= "0"
    DetailPrint "$3: $0"
    SetErrorLevel 4
    Abort "The service could not be removed; the lines above say why."
  ${EndIf}
  ; Only what was installed: the folder may hold other things.
  !include "${LIST}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKLM "${UNINSTALL_KEY}"
  SetErrorLevel 0
SectionEnd
