"""Kernels for jupyter_client that come from a launcher: the same protocol, without the waits and without a port.

The provisioner is registered under `fbss` (entry point group `jupyter_client.kernel_provisioners`), so that a
kernelspec may name it; the manager below uses it for every kernelspec whose language is Python. Kernels talk over Unix
sockets in a private folder where the system has them: no port can be taken by another, nobody else can listen, and
nothing needs to be encrypted.

Two waits of jupyter_client are gone: 0.2 seconds of silence at the start (the client waits for the kernel's own answer
on both channels instead), and the polling by tenths of a second at the end.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from jupyter_core.paths import jupyter_path
from traitlets import Any as AnyTrait

from fbss_analysis.kernels.launching import Launcher, launcher
from fbss_analysis.kernels.warm import OF_KERNELS

NAME = "fbss"
GROUP = KernelProvisionerFactory.GROUP_NAME
POLL_SECONDS = 0.002


class Provisioner(LocalProvisioner):
    """Starts a kernel through the launcher of its manager, or through one of its own where that has none."""

    _own: Launcher | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start `python -m MODULE …` as the kernelspec's command says; other commands are run as they are."""
        start = self._launcher().start
        if cmd[1:2] != ["-m"]:
            return await super().launch_kernel(cmd, **kwargs)
        arguments = [*cmd[3:], f"--IPKernelApp.parent_handle={self._watched()}"]
        needs = getattr(self.parent, "needs", None)
        needs = needs and [*OF_KERNELS, *needs]
        cwd, env = Path(kwargs.get("cwd") or "."), kwargs["env"]
        process = await asyncio.to_thread(start, cmd[2], arguments, cwd=cwd.resolve(), env=env, needs=needs)
        self.process: Any = process
        self.pid = process.pid
        await self._until_bound()
        return self.connection_info

    async def _until_bound(self) -> None:
        """Wait until the kernel's sockets are there; a client that comes too early is a tenth of a second late."""
        info = self.connection_info
        if info.get("transport") == "ipc":
            sockets = [Path(f"{info['ip']}-{port}") for name, port in info.items() if name.endswith("_port")]
            while not all(map(Path.exists, sockets)) and await self.poll() is None:
                await asyncio.sleep(POLL_SECONDS)

    def _launcher(self) -> Launcher:
        given: Launcher | None = getattr(self.parent, "launcher", None)
        if given is None and Provisioner._own is None:
            Provisioner._own = launcher(cold=False)
        found = given or Provisioner._own
        assert found is not None
        return found

    def _watched(self) -> int:
        """The process whose end is the kernel's end."""
        return getattr(self._launcher(), "parent_id", os.getpid())

    async def wait(self) -> int | None:
        """Wait for the end of the kernel."""
        while (status := await self.poll()) is None:
            await asyncio.sleep(POLL_SECONDS)
        self.process = None
        return status

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel and what it started."""
        if self.process:
            self.process.send_signal(signum)


class Client(AsyncKernelClient):
    """A client that is ready as soon as the kernel has answered on both channels."""

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask for the kernel's information until the answer and its end are seen; a RuntimeError when that fails."""
        deadline = time.monotonic() + (timeout or 60)
        while True:
            self.kernel_info()
            if await self._answered() and await self._idle_seen():
                return
            if not await self._async_is_alive():
                raise RuntimeError("the kernel died before it was ready")
            if time.monotonic() > deadline:
                raise RuntimeError(f"the kernel was not ready within {timeout:g} seconds")

    async def _answered(self) -> bool:
        try:
            reply = await self.shell_channel.get_msg(timeout=1)
        except Empty:
            return False
        if reply["msg_type"] == "kernel_info_reply":
            self._handle_kernel_info_reply(reply)
        return bool(reply["msg_type"] == "kernel_info_reply")

    async def _idle_seen(self) -> bool:
        """Whether the output channel is connected: the end of what we asked for was published there."""
        while True:
            try:
                message = await self.iopub_channel.get_msg(timeout=0.05)
            except Empty:
                return False
            if message["content"].get("execution_state") == "idle":
                return True

    wait_for_ready = _async_wait_for_ready


class Manager(AsyncKernelManager):
    """A manager whose kernels come from `launcher`, talk over private sockets, and are not waited for in tenths."""

    launcher = AnyTrait(None)
    needs = AnyTrait(None)

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        register()
        self.client_factory = Client
        self.kernel_spec_manager = KernelSpecManager(parent=self, kernel_dirs=_kernel_dirs())
        self._folder = tempfile.mkdtemp(prefix="fbss-")
        self.connection_file = f"{self._folder}/kernel.json"
        if sys.platform != "win32":
            self.transport, self.ip, self.cache_ports = "ipc", f"{self._folder}/socket", False

    @property
    def kernel_spec(self) -> KernelSpec | None:
        """The kernelspec of the given name, with our provisioner where its language is Python."""
        spec = super().kernel_spec
        if spec is not None and spec.language == "python":
            spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": NAME, "config": {}}}
        return spec

    async def _async_wait(self, pollinterval: float = POLL_SECONDS) -> None:
        await super()._async_wait(min(pollinterval, POLL_SECONDS))

    async def _async_interrupt_kernel(self) -> None:
        """Interrupt the kernel, unless it is about to be killed: then it would only complain."""
        if not self.shutting_down:
            await super()._async_interrupt_kernel()

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart=restart)
        if not restart:
            shutil.rmtree(self._folder, ignore_errors=True)

    cleanup_resources = _async_cleanup_resources


def _kernel_dirs() -> list[str]:
    """Where kernelspecs are looked for: as by default, without a tenth of a second to import IPython and ask it."""
    of_ipython = Path(os.environ.get("IPYTHONDIR", "~/.ipython")).expanduser()
    return [*jupyter_path("kernels"), str(of_ipython / "kernels")]


def register() -> None:
    """Make the provisioner known in a checkout that is not installed, too."""
    known = KernelProvisionerFactory.instance().provisioners
    known.setdefault(NAME, EntryPoint(NAME, f"{__name__}:{Provisioner.__name__}", GROUP))
