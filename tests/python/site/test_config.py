from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest
from pydantic import ValidationError

from sidecar.site.config import MAX_CONFIG_BYTES, Config
from sidecar.site.config_fields import this_host
from sidecar.site.errors import ConfigInsecureError, ConfigInvalidError, ConfigMissingError, SiteError
from sidecar.site.secret import Secret
from sidecar.site.valkey_url import ValkeyUrl
from tests.python.site.config_text import GOOD, config_file, key


def refusal(path: Path) -> SiteError:
    with pytest.raises(SiteError) as caught:
        Config.load(path)
    assert str(path) in caught.value.message
    assert caught.value.next_step.endswith((".", str(path)))
    for secret in (key("bridge"), key("tokens")):
        assert secret.partition(":")[2] not in str(caught.value)
    return caught.value


def test_what_is_left_out_has_a_safe_default(tmp_path: Path) -> None:
    config = Config.load(config_file(tmp_path))
    assert config.moodle.wwwroot == "https://moodle.example.edu"
    assert config.moodle.bridge_url == "https://moodle.example.edu/local/mcpgate/bridge.php"
    assert (config.server.host, config.server.port) == ("127.0.0.1", 8765)
    assert config.server.trusted_proxies == ()
    assert config.server.node == this_host()
    assert config.server.state_dir == tmp_path / "state"
    assert config.valkey is None


def test_everything_can_be_set(tmp_path: Path) -> None:
    text = GOOD.replace(
        "[server]\n",
        '[server]\nhost = "::"\nport = 9000\nnode = "node-2"\ntrusted_proxies = ["127.0.0.1", "fd00::/64"]\n',
    ).replace("[bridge]", 'bridge_url = "http://127.0.0.1/local/mcpgate/bridge.php"\n[bridge]')
    config = Config.load(config_file(tmp_path, text + '[valkey]\nurl = "redis://:quiet@10.0.0.5"\n'))
    assert config.moodle.bridge_url == "http://127.0.0.1/local/mcpgate/bridge.php"
    assert (config.server.host, config.server.port, config.server.node) == ("::", 9000, "node-2")
    assert config.valkey is not None
    assert config.valkey.url == ValkeyUrl(host="10.0.0.5", password=Secret("quiet"))
    assert config.server.trusted_proxies == (
        ipaddress.ip_network("127.0.0.1/32"),
        ipaddress.ip_network("fd00::/64"),
    )


def test_a_config_does_not_change_and_shows_no_key(tmp_path: Path) -> None:
    config = Config.load(config_file(tmp_path))
    with pytest.raises(ValidationError):
        config.server.port = 1  # type: ignore[misc]
    assert key("bridge").partition(":")[2] not in repr(config)


@pytest.mark.parametrize(
    "url",
    [
        "redis://:quiet@10.0.0.5",
        "rediss://mcp:quiet@valkey.example.edu",
        "unix://:quiet@/run/valkey.sock",
        "redis://mcp:quiet@localhost:7000/1",
    ],
)
def test_a_valkey_is_on_this_machine_or_in_a_private_network_or_spoken_to_with_tls(tmp_path: Path, url: str) -> None:
    config = Config.load(config_file(tmp_path, f'{GOOD}\n[valkey]\nurl = "{url}"\n'))
    assert config.valkey is not None
    assert "quiet" not in f"{config!r} {config} {config.valkey.url}"


@pytest.mark.parametrize("url", ["redis://:quiet@198.51.100.1", "redis://:quiet@10.0.0.5/x", "http://:quiet@10.0.0.5"])
def test_a_refused_address_of_a_valkey_is_not_repeated_with_its_password(tmp_path: Path, url: str) -> None:
    assert "quiet" not in str(refusal(config_file(tmp_path, f'{GOOD}\n[valkey]\nurl = "{url}"\n')))


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    error = refusal(tmp_path / "none.toml")
    assert isinstance(error, ConfigMissingError)
    assert (error.code, "cli/sidecar.php" in error.next_step) == ("config_missing", True)


def test_a_folder_is_not_a_config(tmp_path: Path) -> None:
    assert refusal(tmp_path).code == "config_invalid"


@pytest.mark.threat(106)
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610])
def test_keys_that_others_can_reach_are_refused(tmp_path: Path, mode: int) -> None:
    error = refusal(config_file(tmp_path, mode=mode))
    assert isinstance(error, ConfigInsecureError)
    assert "chmod 600" in error.next_step


@pytest.mark.threat(106)
@pytest.mark.parametrize(
    ("good", "bad", "setting"),
    [
        ('https://moodle.example.edu/"', 'http://moodle.example.edu/"', "moodle.wwwroot"),
        ("[bridge]", 'bridge_url = "http://198.51.100.1/bridge.php"\n[bridge]', "moodle.bridge_url"),
        ("[server]", '[server]\ntrusted_proxies = ["0.0.0.0/0"]', "server.trusted_proxies"),
        ("[server]", '[server]\ntrusted_proxies = ["::/0"]', "server.trusted_proxies"),
        (key("tokens"), key("bridge"), "[tokens]"),
        ("[server]", '[valkey]\nurl = "redis://198.51.100.1"\n[server]', "valkey.url"),
        ("[server]", '[valkey]\nurl = "redis://valkey.example.edu"\n[server]', "valkey.url"),
    ],
)
def test_a_setting_that_would_expose_secrets_is_refused(tmp_path: Path, good: str, bad: str, setting: str) -> None:
    error = refusal(config_file(tmp_path, GOOD.replace(good, bad)))
    assert (error.code, setting in error.message) == ("config_insecure", True)


@pytest.mark.parametrize(
    ("good", "bad", "setting"),
    [
        ("[server]", "[server]\nprot = 1", "server.prot is not a setting"),
        ("[server]", "[extra]\n[server]", "extra is not a setting"),
        ("state_dir", "node", "server.state_dir is missing"),
        ("[tokens]", "[other]", "tokens is missing"),
        ('wwwroot = "https', 'wwwroot = "ftp', "moodle.wwwroot must start with https://"),
        ("moodle.example.edu/mcp", "moodle.example.edu/", "server.public_url must have a plain path"),
        ("https://moodle.example.edu/mcp", "http://moodle.example.edu/mcp", "server.public_url must start with https"),
        ("[server]", '[server]\nport = "80"', "server.port must be a whole number"),
        ("[server]", "[server]\nport = true", "server.port must be a whole number"),
        ("[server]", "[server]\nport = 65536", "server.port"),
        ("[server]", '[server]\nhost = "*"', "server.host must be an IP address"),
        ("[server]", '[server]\nnode = "a b"', "server.node must be"),
        ("[server]", '[server]\ntrusted_proxies = "127.0.0.1"', "server.trusted_proxies must be a list"),
        ("[server]", '[server]\ntrusted_proxies = ["10.0.0.1/24"]', "server.trusted_proxies has '10.0.0.1/24'"),
        ("[server]", "[valkey]\n[server]", "valkey.url is missing"),
        ("[server]", '[valkey]\nurl = "http://127.0.0.1"\n[server]', "valkey.url must start with redis://"),
        ('state_dir = "state"', "state_dir = 7", "server.state_dir must be a text"),
        (key("bridge"), "short:key", "bridge.keys a key must read"),
        (f'["{key("bridge")}"]', "[]", "bridge.keys a key ring holds"),
    ],
)
def test_a_mistake_is_named_with_its_setting(tmp_path: Path, good: str, bad: str, setting: str) -> None:
    assert good in GOOD
    error = refusal(config_file(tmp_path, GOOD.replace(good, bad, 1)))
    assert isinstance(error, ConfigInvalidError)
    assert setting in error.message


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    message = refusal(config_file(tmp_path, GOOD.replace("[server]", "[server]\nport = 70000\nx = 1"))).message
    assert "server.port" in message
    assert "server.x" in message


@pytest.mark.parametrize("text", ["x =", "[server", "\x00", "#" * (MAX_CONFIG_BYTES + 1), ""])
def test_what_is_no_config_at_all_is_one_error(tmp_path: Path, text: str) -> None:
    assert refusal(config_file(tmp_path, text)).code == "config_invalid"


def test_a_config_is_utf8(tmp_path: Path) -> None:
    path = config_file(tmp_path)
    path.write_bytes(b"# \xff\n" + GOOD.encode())
    assert "UTF-8" in refusal(path).message


def test_each_row_of_the_record_can_be_sent_to_a_log_server(tmp_path: Path) -> None:
    section = (
        '[syslog]\ntarget = "tls://logs.example.edu"\nformat = "cef"\nfacility = "local3"\nca_file = "/etc/ca.pem"\n'
    )
    syslog = Config.load(config_file(tmp_path, GOOD + section)).syslog
    assert syslog is not None
    assert (str(syslog.target), syslog.format, syslog.facility) == ("tls://logs.example.edu:6514", "cef", "local3")
    assert syslog.ca_file == Path("/etc/ca.pem")


@pytest.mark.threat(106)
@pytest.mark.parametrize("target", ["udp://logs.example.edu", "tcp://198.51.100.7:601"])
def test_names_of_people_leave_in_the_clear_only_if_somebody_says_so(tmp_path: Path, target: str) -> None:
    section = f'[syslog]\ntarget = "{target}"\n'
    refused = refusal(config_file(tmp_path, GOOD + section))
    assert isinstance(refused, ConfigInsecureError)
    assert "clear_text" in refused.message
    allowed = Config.load(config_file(tmp_path, GOOD + section + "clear_text = true\n")).syslog
    assert allowed is not None
    assert allowed.clear_text


@pytest.mark.parametrize("target", ["udp://127.0.0.1", "tcp://10.0.0.9:514", "udp://loghost", "unix:///dev/log"])
def test_a_log_server_nearby_needs_no_encryption(tmp_path: Path, target: str) -> None:
    syslog = Config.load(config_file(tmp_path, GOOD + f'[syslog]\ntarget = "{target}"\n')).syslog
    assert syslog is not None
    assert str(syslog.target).startswith(target)


@pytest.mark.threat(106)
@pytest.mark.parametrize(
    "section",
    [
        'format = "cef"',
        'target = "https://x"',
        'target = "udp://10.0.0.9"\nfacility = "kern"',
        'target = "udp://10.0.0.9"\nenterprise = 0',
    ],
)
def test_a_mistake_about_the_log_server_is_named(tmp_path: Path, section: str) -> None:
    refused = refusal(config_file(tmp_path, f"{GOOD}[syslog]\n{section}\n"))
    assert isinstance(refused, ConfigInvalidError)
    assert "syslog." in refused.message
