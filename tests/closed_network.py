"""A closed network: Python started with this as its `sitecustomize` reaches this machine only, and says what it tried.

It listens to the audit events of the socket module. Unix sockets and loopback addresses are let through, since kernels
talk over them; a connection, a datagram or a look-up of any other name is refused and written to the file that
FBSS_REFUSED names, so that code which swallows the error is found out as well. What C libraries do by themselves
(ZeroMQ) is not seen here: where the system allows it the test closes the network namespace, too.
"""

import ipaddress
import os
import sys

LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
SENDING = {"socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind"}


def is_here(host: object) -> bool:
    """Whether a host is this machine: no name at all, localhost, or a loopback address."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(name).partition("%")[0]).is_loopback
    except ValueError:
        return False


def refuse(event: str, arguments: tuple[object, ...]) -> None:
    """Raise PermissionError where an audit event leads outside."""
    if event in LOOKUPS:
        target = arguments[0]
    elif event in SENDING and isinstance(arguments[1], tuple):
        target = arguments[1]
    else:
        return
    host = target[0] if isinstance(target, tuple) else target
    if not is_here(host):
        with open(os.environ["FBSS_REFUSED"], "a", encoding="utf-8") as file:  # noqa: PTH123 (nothing heavy here)
            file.write(f"{event} {host}\n")
        raise PermissionError(f"no network here: {event} {host}")


if __name__ == "sitecustomize":
    sys.addaudithook(refuse)
