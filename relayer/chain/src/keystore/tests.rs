//! A keystore in a folder of its own.

use secrecy::ExposeSecret;
use tempfile::TempDir;

use super::*;
use crate::Signer;

const HEX: &str = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318";
const WORDS: &str = "test test test test test test test test test test test junk";

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn keystore(folder: &TempDir, passphrase: &str) -> Keystore {
    Keystore::open(&folder.path().join("keys"), passphrase.into())
        .unwrap()
        .with_work_factor(4)
}

fn name(text: &str) -> KeyName {
    text.parse().unwrap()
}

#[test]
fn a_created_key_signs_and_its_mnemonic_makes_the_same_key_elsewhere() {
    let (here, there) = (folder(), folder());
    let (info, mnemonic) = keystore(&here, "sesame")
        .create(&name("cell"), KeyKind::Cosmos)
        .unwrap();
    assert_eq!(mnemonic.expose_secret().split(' ').count(), 24);
    let loaded = keystore(&here, "sesame").load(&name("cell")).unwrap();
    assert_eq!(hex::encode(loaded.public_key()), info.public_key);
    let exported = keystore(&here, "sesame").export(&name("cell")).unwrap();
    assert_eq!(exported.expose_secret(), mnemonic.expose_secret());
    let again = keystore(&there, "other").import(
        &name("copy"),
        KeyKind::Cosmos,
        KeySource::Mnemonic(mnemonic),
    );
    assert_eq!(again.unwrap().public_key, info.public_key);
    let (_, another) = keystore(&here, "sesame")
        .create(&name("cell-2"), KeyKind::Cosmos)
        .unwrap();
    assert_ne!(another.expose_secret(), exported.expose_secret());
}

#[test]
fn keys_are_imported_and_listed_without_the_passphrase() {
    let folder = folder();
    let keys = keystore(&folder, "sesame");
    assert_eq!(keys.list().unwrap(), []);
    keys.import(&name("zoe"), KeyKind::Ethereum, KeySource::Hex(HEX.into()))
        .unwrap();
    keys.import(
        &name("ann"),
        KeyKind::Ethereum,
        KeySource::Mnemonic(format!(" {WORDS}\n").into()),
    )
    .unwrap();
    let path = "m/44'/118'/0'/0/7".to_owned();
    keys.import(
        &name("bob"),
        KeyKind::Cosmos,
        KeySource::MnemonicAt(WORDS.into(), path),
    )
    .unwrap();
    let listed = keystore(&folder, "wrong").list().unwrap();
    let names: Vec<&str> = listed.iter().map(|info| info.name.as_str()).collect();
    assert_eq!(names, ["ann", "bob", "zoe"]);
    assert_eq!(
        keys.load_ethereum(&name("zoe")).unwrap().address(),
        "0x2c7536e3605d9c16a7a3d7b1898e529396a65c23"
    );
    assert_eq!(
        keys.load_ethereum(&name("ann")).unwrap().address(),
        "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
    );
    assert_eq!(keys.export(&name("zoe")).unwrap().expose_secret(), HEX);
    let bob = keys.load(&name("bob")).unwrap().address("wasm").unwrap();
    let usual = LocalSigner::from_mnemonic(&WORDS.into())
        .unwrap()
        .address("wasm")
        .unwrap();
    assert_ne!(bob, usual, "the path counts");
}

#[test]
fn wrong_passphrases_names_kinds_and_keys_are_told_apart() {
    let folder = folder();
    let keys = keystore(&folder, "sesame");
    keys.create(&name("cell"), KeyKind::Cosmos).unwrap();
    assert!(matches!(
        keystore(&folder, "wrong").load(&name("cell")),
        Err(KeystoreError::Passphrase(_))
    ));
    assert!(matches!(
        keys.load(&name("nobody")),
        Err(KeystoreError::Unknown { .. })
    ));
    assert!(matches!(
        keys.info(&name("nobody")),
        Err(KeystoreError::Unknown { .. })
    ));
    let error = keys.load_ethereum(&name("cell")).unwrap_err().to_string();
    assert_eq!(error, "key cell is a key for cosmos, not for ethereum");
    let before = std::fs::read(keys.secret_path(&name("cell"))).unwrap();
    assert!(matches!(
        keys.create(&name("cell"), KeyKind::Cosmos),
        Err(KeystoreError::Taken(_))
    ));
    assert_eq!(
        std::fs::read(keys.secret_path(&name("cell"))).unwrap(),
        before
    );
    let no_key = keys.import(&name("bad"), KeyKind::Cosmos, KeySource::Hex("12".into()));
    assert!(matches!(no_key, Err(KeystoreError::Secret(_))));
    assert_eq!(
        keys.list().unwrap().len(),
        1,
        "what is no key leaves no file"
    );
    assert!(matches!(
        Keystore::open(folder.path(), "".into()),
        Err(KeystoreError::NoPassphrase(_))
    ));
    for wrong in [
        "",
        ".",
        "..",
        "a/b",
        "-a",
        "a b",
        "a.b",
        "é",
        &"a".repeat(65),
    ] {
        assert!(
            matches!(wrong.parse::<KeyName>(), Err(KeystoreError::Name(_))),
            "{wrong}"
        );
    }
}

#[test]
fn damaged_files_are_named_and_a_lost_description_is_written_again() {
    let folder = folder();
    let keys = keystore(&folder, "sesame");
    let (info, _) = keys.create(&name("cell"), KeyKind::Cosmos).unwrap();
    let (secret, described) = (
        keys.secret_path(&name("cell")),
        keys.info_path(&name("cell")),
    );

    std::fs::remove_file(&described).unwrap();
    assert!(
        keys.list()
            .unwrap_err()
            .to_string()
            .contains("load the key once")
    );
    keys.load(&name("cell")).unwrap();
    assert_eq!(keys.list().unwrap(), std::slice::from_ref(&info));

    let other = KeyInfo {
        public_key: "02".repeat(33),
        ..info
    };
    std::fs::write(&described, info_json(&other).unwrap()).unwrap();
    assert!(
        matches!(keys.load(&name("cell")), Err(KeystoreError::Damaged { path, .. }) if path == described)
    );
    std::fs::write(&described, "{").unwrap();
    assert!(matches!(keys.list(), Err(KeystoreError::Damaged { path, .. }) if path == described));

    let sealed = std::fs::read(&secret).unwrap();
    for (cut, what) in [
        (0, "empty"),
        (20, "cut in its head"),
        (sealed.len() - 5, "cut at its end"),
    ] {
        std::fs::write(&secret, &sealed[..cut]).unwrap();
        assert!(
            matches!(
                keys.export(&name("cell")),
                Err(KeystoreError::Damaged { .. })
            ),
            "{what}"
        );
    }
    let mut flipped = sealed;
    *flipped.last_mut().unwrap() ^= 1;
    std::fs::write(&secret, flipped).unwrap();
    assert!(keys.export(&name("cell")).is_err());
}

#[test]
fn nothing_secret_is_in_clear_on_disk_or_on_show() {
    let folder = folder();
    let keys = keystore(&folder, "sesame");
    keys.import(&name("zoe"), KeyKind::Cosmos, KeySource::Hex(HEX.into()))
        .unwrap();
    keys.import(
        &name("ann"),
        KeyKind::Cosmos,
        KeySource::Mnemonic(WORDS.into()),
    )
    .unwrap();
    for entry in std::fs::read_dir(&keys.folder).unwrap() {
        let path = entry.unwrap().path();
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        assert!(
            !text.contains(&HEX[..16]) && !text.contains("junk"),
            "{}",
            path.display()
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", path.display());
        }
    }
    let shown = format!("{keys:?} {:?}", KeySource::Hex(HEX.into()));
    assert!(!shown.contains("sesame") && !shown.contains(HEX), "{shown}");
}

#[test]
fn a_passphrase_comes_from_a_files_first_line() {
    let folder = folder();
    let path = folder.path().join("passphrase");
    std::fs::write(&path, "sesame open\nsecond line\n").unwrap();
    assert_eq!(
        passphrase_of_file(&path).unwrap().expose_secret(),
        "sesame open"
    );
    std::fs::write(&path, "\n").unwrap();
    assert!(matches!(
        passphrase_of_file(&path),
        Err(KeystoreError::NoPassphrase(_))
    ));
    assert!(matches!(
        passphrase_of_file(&folder.path().join("none")),
        Err(KeystoreError::Io { .. })
    ));
}
