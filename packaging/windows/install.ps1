#Requires -Version 5.1
<#
.SYNOPSIS
Installs Oriel's guest agent: copies this folder to Program Files and installs the service.
.DESCRIPTION
Needs an elevated PowerShell. An older version is stopped and replaced; settings in %ProgramData%\Oriel stay. The firewall is not touched: the agent uses no network.
With -WhatIf nothing is changed, and each step is named.
.PARAMETER Destination
Folder to install into. The service runs as LocalSystem from there, so only administrators may be able to write to it.
.PARAMETER NoStart
Only registers the service; it starts with the next start of Windows.
.EXAMPLE
powershell -ExecutionPolicy Bypass -File install.ps1
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [string]$Destination = (Join-Path $env:ProgramFiles 'Oriel'),
    [switch]$NoStart
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$source = $PSScriptRoot
$program = Join-Path $Destination 'oriel-agent.exe'

function Invoke-Agent([string]$Path, [string[]]$Arguments) {
    & $Path @Arguments | ForEach-Object { Write-Host "  $_" }
    if ($LASTEXITCODE -ne 0) {
        throw "'oriel-agent $($Arguments -join ' ')' ended with status $LASTEXITCODE"
    }
}

function Test-Elevation {
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    ([Security.Principal.WindowsPrincipal]$identity).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

if (-not [Environment]::Is64BitOperatingSystem -or [Environment]::OSVersion.Version.Major -lt 10) {
    throw 'Oriel needs 64-bit Windows 10 or later.'
}
if (-not $WhatIfPreference -and -not (Test-Elevation)) {
    throw "This needs administrator rights. Start PowerShell with 'Run as administrator' and run install.ps1 again."
}
if (-not (Test-Path (Join-Path $source 'files.txt'))) {
    throw "files.txt is missing beside install.ps1: unpack the whole zip first."
}

if (Get-Service -Name 'OrielAgent' -ErrorAction SilentlyContinue) {
    if ($PSCmdlet.ShouldProcess('service OrielAgent', 'stop and remove the installed version')) {
        Invoke-Agent (Join-Path $source 'oriel-agent.exe') @('uninstall')
    }
}

if ($PSCmdlet.ShouldProcess($Destination, 'copy files')) {
    New-Item -ItemType Directory -Force -Path $Destination | Out-Null
    foreach ($name in Get-Content (Join-Path $source 'files.txt')) {
        $target = Join-Path $Destination $name
        if ((Join-Path $source $name) -ne $target) {
            Copy-Item -Force -LiteralPath (Join-Path $source $name) -Destination $target
        }
        # Files from a downloaded zip carry a mark that makes Windows ask before each start.
        Unblock-File -LiteralPath $target
    }
}

if ($PSCmdlet.ShouldProcess('service OrielAgent', 'install')) {
    $arguments = @('install')
    if ($NoStart) { $arguments += '--no-start' }
    Invoke-Agent $program $arguments
}

$devices = @(Get-CimInstance -ClassName Win32_PnPEntity -ErrorAction SilentlyContinue | Where-Object { $_.DeviceID -like 'PCI\VEN_1AF4&DEV_1110*' })
if ($devices.Count -eq 0) {
    Write-Warning 'This machine has no IVSHMEM device. Give the virtual machine one on the host; the agent waits for it.'
}
elseif (@($devices | Where-Object { $_.ConfigManagerErrorCode -eq 0 -and $_.Service }).Count -eq 0) {
    Write-Warning 'The IVSHMEM device has no driver. Install it from the virtio-win image (https://fedorapeople.org/groups/virt/virtio-win), folder Ivshmem; the agent waits for it.'
}

Write-Host "Done. 'oriel-agent status' in $Destination says how it is."
