"""What is wrong with the settings of this sidecar."""

from __future__ import annotations


class SiteError(Exception):
    """Base of the settings' errors: a stable ``code``, what is wrong, and what to do next."""

    code = "site_error"

    def __init__(self, message: str, next_step: str) -> None:
        super().__init__(f"{message} {next_step}")
        self.message = message
        self.next_step = next_step


class ConfigMissingError(SiteError):
    """There is no config file where one was expected."""

    code = "config_missing"


class ConfigInvalidError(SiteError):
    """The config file, or a value in it, cannot be used."""

    code = "config_invalid"


class ConfigInsecureError(SiteError):
    """The config would put keys or tokens at risk."""

    code = "config_insecure"


class StateDirError(SiteError):
    """This node's own folder cannot be used."""

    code = "state_dir_unusable"


class AddressError(SiteError):
    """The address to listen on is taken, or not ours."""

    code = "address_unusable"
