#Requires -Version 5.1
<#
.SYNOPSIS
Removes Oriel's guest agent: the service and the files that install.ps1 copied.
.DESCRIPTION
Needs an elevated PowerShell. Settings and logs in %ProgramData%\Oriel stay unless -Purge is given. With -WhatIf nothing is changed, and each step is named.
.PARAMETER Destination
Folder it was installed into.
.PARAMETER Purge
Removes settings and logs, too.
.EXAMPLE
powershell -ExecutionPolicy Bypass -File "C:\Program Files\Oriel\uninstall.ps1"
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    [string]$Destination = (Join-Path $env:ProgramFiles 'Oriel'),
    [switch]$Purge
)

Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'
$program = Join-Path $Destination 'oriel-agent.exe'
$list = Join-Path $Destination 'files.txt'

if (-not $WhatIfPreference) {
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    if (-not ([Security.Principal.WindowsPrincipal]$identity).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
        throw "This needs administrator rights. Start PowerShell with 'Run as administrator' and run uninstall.ps1 again."
    }
}
if (-not (Test-Path $program) -or -not (Test-Path $list)) {
    throw "There is no Oriel agent in $Destination."
}

if ($PSCmdlet.ShouldProcess('service OrielAgent', 'stop and remove')) {
    $arguments = @('uninstall')
    if ($Purge) { $arguments += '--purge' }
    & $program @arguments | ForEach-Object { Write-Host "  $_" }
    if ($LASTEXITCODE -ne 0) {
        throw "'oriel-agent $($arguments -join ' ')' ended with status $LASTEXITCODE"
    }
}

if ($PSCmdlet.ShouldProcess($Destination, 'remove files')) {
    # Only what was installed: the folder may hold other things.
    foreach ($name in @(Get-Content $list)) {
        Remove-Item -Force -LiteralPath (Join-Path $Destination $name) -ErrorAction SilentlyContinue
    }
    if (-not (Get-ChildItem -Force -LiteralPath $Destination)) {
        Remove-Item -LiteralPath $Destination
    }
}
