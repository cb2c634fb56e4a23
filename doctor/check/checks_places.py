"""Checks of where a build writes: the folder for temporary files, the kind of the file system."""

from __future__ import annotations

from doctor.check.by_hand import failed, warned
from doctor.check.model import CheckResult, View, known, ok, skipped
from doctor.host.mounts import Disk
from doctor.host.temporary import Temporary
from doctor.model import Fix

# What mounts of other machines, of a hypervisor's host and of Windows (drvfs) are called in mountinfo.
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "drvfs", "afs", "fuse.glusterfs",
                      "vboxsf", "fuse.vmhgfs-fuse", "fuse.osxfs", "fuse.grpcfuse"})  # fmt: skip


def temporary_folder(view: View) -> CheckResult:
    """Whether the folder for temporary files is there, and whether programs may be started in it."""
    if not view.request.live:
        return skipped("nothing is run in another root")
    found = known(known(view.host.machine).temporary)
    if found.named and not found.there:
        cause = f"rustc makes its temporary files in {found.path} and stops: `couldn't create a temp dir`."
        fixes = (Fix("Use the system's own folder", ("unset TMPDIR",)), Fix("Or make one", ('mkdir -p "$TMPDIR"',)))
        return failed("temporary-folder", "TMPDIR names a folder that is not there", cause, *fixes)
    if found.refused:
        return _refused(found)
    return ok("programs may be started in the temporary folder", found.path)


def file_system(view: View) -> CheckResult:
    """Whether the build lies on a disk of this machine that tells upper case from lower."""
    if not view.request.live:
        return skipped("another root is not built in")
    disks = [disk for disk in known(known(view.host.machine).disks) if disk.role != "CARGO_HOME"]
    remote = next((disk for disk in disks if disk.kind in _NETWORK and disk.role == "target folder"), None)
    if remote is not None:
        return _remote(remote)
    caseless = next((disk for disk in disks if disk.kind and disk.ignores_case), None)
    if caseless is not None:
        cause = (
            f"On {caseless.mount} ({caseless.kind}) `Foo.rs` and `foo.rs` are one file: crates that have both break."
        )
        fix = Fix("Put project and target folder on a disk of Linux", ('export CARGO_TARGET_DIR="$HOME/target"',))
        return warned("file-system", f"the {caseless.role} is on a disk that ignores upper and lower case", cause, fix)
    kinds = ", ".join(f"{disk.role} on {disk.kind or 'a file system of unknown kind'}" for disk in disks)
    return ok("the build is on a disk of this machine" if disks else "no project, no folder to build in", kinds)


def _refused(found: Temporary) -> CheckResult:
    guard = " and ".join(found.guards) or "the system"
    cause = (
        f"{found.tried}: {found.refused} ({guard}). `cargo install` and tests in documentation start programs there."
    )
    fix = Fix("Use a folder where programs may be started", ('mkdir -p "$HOME/tmp"', 'export TMPDIR="$HOME/tmp"'))
    look = Fix("See what SELinux refused", ("sudo ausearch -m avc -ts recent",))
    also = (look,) if "SELinux" in found.guards else ()
    return warned("temporary-folder", "no program may be started in the temporary folder", cause, fix, *also)


def _remote(disk: Disk) -> CheckResult:
    cause = f"{disk.path} is on {disk.mount} ({disk.kind}). Locks and file times are unsure there, and builds are slow."
    fix = Fix("Build on a disk of this machine", ('export CARGO_TARGET_DIR="$HOME/target"',))
    return warned("file-system", "the target folder is on a network or shared file system", cause, fix)
