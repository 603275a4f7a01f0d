//! What is read, what is refused, and how it is named.

use super::*;

const GROUP: &str = "wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3";

fn read(toml: &str) -> Result<Config, ConfigError> {
    Config::of(&Figment::from(Serialized::defaults(DEFAULTS)).merge(Toml::string(toml)))
}

#[test]
fn a_short_file_and_defaults_make_a_configuration() {
    let text = format!(
        "nodes = [\"http://127.0.0.1:26657\", \"https://rpc.example.org\"]\n\
         carrier = \"carrier\"\n\
         [[groups]]\n\
         address = \"{GROUP}\"\n\
         key = \"cell-account\"\n"
    );
    let config = read(&text).unwrap();
    assert_eq!(config.nodes.len(), 2);
    assert_eq!(config.gas_price.to_string(), "0.025ustake");
    assert_eq!(config.listen.port(), 8080);
    assert_eq!(config.poll_interval, Duration::from_secs(1));
    assert_eq!(config.groups[0].key.as_str(), "cell-account");
    assert_eq!(config.chain_id, None);
}

#[test]
fn a_value_that_makes_no_sense_is_named_with_its_key() {
    let group = |address: &str, key: &str| {
        format!("[[groups]]\naddress = \"{address}\"\nkey = \"{key}\"\n")
    };
    let twice = format!("{}{}", group(GROUP, "a"), group(GROUP, "b"));
    let table: [(&str, &str); 16] = [
        ("nodes = []", "nodes is [], expected at least one"),
        (
            "nodes = [\"http://a\", \"ftp://b\"]",
            "nodes[1] is ftp://b, expected an address that starts with http",
        ),
        ("nodes = [\"http://\"]", "nodes[0] is http://, expected"),
        ("prefix = \"\"", "prefix is , expected an address prefix"),
        ("denom = \"1x\"", "denom is 1x, expected a denomination"),
        (
            "gas_price = \"0.025ustake\"",
            "gas_price is 0.025ustake, expected a number",
        ),
        ("gas_price = \"-1\"", "gas_price is -1, expected a number"),
        (
            "listen = \"localhost\"",
            "listen is localhost, expected an address and port",
        ),
        (
            "poll_interval_ms = 1",
            "poll_interval_ms is 1, expected 10 to 60000",
        ),
        ("start_height = 0", "start_height is 0, expected 1 or more"),
        (
            "carrier = \"../key\"",
            "carrier is ../key, expected a key name",
        ),
        (
            "log_format = \"xml\"",
            "log_format is xml, expected text or json",
        ),
        (
            "log = \"folkmoot=chatty\"",
            "log is folkmoot=chatty, expected",
        ),
        (
            &group("cosmos1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3", "a"),
            "groups[0].address is cosmos1",
        ),
        (
            &group(GROUP, "a b"),
            "groups[0].key is a b, expected a key name",
        ),
        (
            &twice,
            "groups[1].address is wasm1pkptre7fdkl6gfrzlesjjvhxhlc3r4gm32kke3, expected each group once",
        ),
    ];
    for (line, expected) in table {
        let nodes = if line.starts_with("nodes") {
            ""
        } else {
            "nodes = [\"http://a:1\"]\n"
        };
        let error = read(&format!("{nodes}{line}")).unwrap_err().to_string();
        assert!(error.contains(expected), "{line}: {error}");
    }
}

#[test]
fn a_missing_an_unknown_and_a_mistyped_key_are_named() {
    for (text, expected) in [
        ("", "missing field `nodes`"),
        ("nodes = [\"http://a:1\"]\nlisen = \"x\"", "lisen"),
        ("nodes = \"http://a:1\"", "nodes"),
        (
            "nodes = [\"http://a:1\"]\npoll_interval_ms = \"soon\"",
            "poll_interval_ms",
        ),
    ] {
        let error = read(text).unwrap_err();
        assert!(matches!(error, ConfigError::Shape(_)), "{text}");
        assert!(error.to_string().contains(expected), "{text}: {error}");
    }
    let error = Config::read(Some(Path::new("no/such/file.toml")))
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("configuration no/such/file.toml can't be read"),
        "{error}"
    );
}

#[test]
#[expect(clippy::result_large_err, reason = "the jail's own signature")]
fn the_environment_comes_on_top_and_its_other_variables_are_left_alone() {
    figment::Jail::expect_with(|jail| {
        jail.create_file(
            "relay.toml",
            "nodes = [\"http://a:1\"]\nlisten = \"127.0.0.1:1\"",
        )?;
        jail.set_env("FOLKMOOT_LISTEN", "127.0.0.1:2");
        jail.set_env("FOLKMOOT_NODES", "[http://b:1]");
        jail.set_env("FOLKMOOT_PASSPHRASE", "sesame");
        let config = Config::read(Some(Path::new("relay.toml"))).unwrap();
        assert_eq!(config.listen.port(), 2);
        assert_eq!(config.nodes, ["http://b:1"]);
        assert!(!format!("{config:?}").contains("sesame"));
        jail.set_env("FOLKMOOT_LISTEN", "nowhere");
        let error = Config::read(Some(Path::new("relay.toml")))
            .unwrap_err()
            .to_string();
        assert!(error.contains("listen is nowhere"), "{error}");
        Ok(())
    });
}
