//! The program and a chain, both as child processes.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_folkmoot");

/// The program with no environment of its own but the search path, in a folder.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

/// What a run said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Said {
    pub fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            code: output.status.code().unwrap(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// Its JSON, which must be all of stdout.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        assert_eq!(self.stdout.lines().count(), 1, "{self:?}");
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// Its words, and that it went well.
    pub fn words(self) -> String {
        assert_eq!(self.code, 0, "{self:?}");
        self.stdout
    }

    /// Its error; then nothing is on stdout.
    pub fn error(self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        self.stderr
    }
}

/// A program that stays up until it is dropped.
pub struct Daemon(Child);

impl Daemon {
    /// Starts it and waits for the one line that it says when it is up.
    pub fn start(mut command: Command) -> (Self, Value) {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let started = serde_json::from_str(&line).unwrap_or_else(|_| panic!("{line:?}"));
        (Self(child), started)
    }

    /// Asks it to end, as a service manager does, and waits.
    pub fn stop(mut self) {
        let pid = self.0.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(told.success());
        let ended = self.0.wait().unwrap();
        assert!(ended.success(), "{ended}");
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // it may have ended already
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// A chain that runs until it is dropped.
pub struct Net {
    pub folder: TempDir,
    pub started: Value,
    /// None where somebody else runs it.
    daemon: Option<Daemon>,
}

/// The file that describes the network of `scripts/suite-wasmd`.
const NETWORK: &str = "FOLKMOOT_NETWORK";
/// The group contract's wasm, which is stored there.
const WASM: &str = "FOLKMOOT_WASM";
/// The account of the network that the next test begins with.
static NEXT: AtomicUsize = AtomicUsize::new(0);

/// Tests on the embedded chain, and the same on wasmd, where each has so many accounts for itself.
macro_rules! on_both_chains {
    ($($test:ident => $play:ident, $accounts:literal;)*) => {
        $(#[test]
        fn $test() {
            $play($crate::cli::program::Net::start());
        })*

        mod wasmd {
            $(#[test]
            #[ignore = "needs wasmd: scripts/suite-wasmd"]
            fn $test() {
                super::$play($crate::cli::program::Net::wasmd($accounts));
            })*
        }
    };
}
pub(crate) use on_both_chains;

impl Net {
    pub fn start() -> Self {
        Self::start_with(TempDir::new().unwrap(), &[])
    }

    pub fn start_with(folder: TempDir, arguments: &[&str]) -> Self {
        let mut command = program(folder.path());
        command
            .args(["localnet", "--port", "0", "--json"])
            .args(arguments);
        let (daemon, started) = Daemon::start(command);
        Self {
            folder,
            started,
            daemon: Some(daemon),
        }
    }

    /// The network of real nodes that is there, with so many accounts that no other test uses.
    pub fn wasmd(count: usize) -> Self {
        let path = std::env::var(NETWORK).expect("run scripts/suite-wasmd");
        let network: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let first = NEXT.fetch_add(count, Ordering::Relaxed);
        let accounts: Vec<Value> = (first..first + count)
            .map(|index| {
                let mut account = network["accounts"][index].clone();
                account["mnemonic"] = network["mnemonic"].clone();
                account
            })
            .collect();
        Self {
            folder: TempDir::new().unwrap(),
            started: json!({ "rpc": network["nodes"][0]["rpc"], "accounts": accounts }),
            daemon: None,
        }
    }

    /// The address of a funded account.
    pub fn address(&self, account: usize) -> String {
        self.started["accounts"][account]["address"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// The program, signing with a funded account.
    pub fn command(&self, account: usize) -> Command {
        let mut command = program(self.folder.path());
        let account = &self.started["accounts"][account];
        command
            .env("FOLKMOOT_NODE", self.started["rpc"].as_str().unwrap())
            .env("FOLKMOOT_MNEMONIC", account["mnemonic"].as_str().unwrap())
            .env("FOLKMOOT_MNEMONIC_PATH", account["path"].as_str().unwrap());
        if self.daemon.is_none() {
            command.env(WASM, std::env::var(WASM).unwrap());
        }
        command
    }

    pub fn run(&self, account: usize, arguments: &[&str]) -> Said {
        Said::of(&self.command(account).args(arguments).output().unwrap())
    }

    pub fn json(&self, account: usize, arguments: &[&str]) -> Value {
        let arguments = [arguments, &["--json"]].concat();
        self.run(account, &arguments).json()
    }

    pub fn words(&self, account: usize, arguments: &[&str]) -> String {
        self.run(account, arguments).words()
    }

    pub fn error(&self, account: usize, arguments: &[&str]) -> String {
        self.run(account, arguments).error()
    }

    /// Founds a group and gives its address. Members are NAME=HOLDER.
    pub fn found(&self, name: &str, members: &[String], more: &[&str]) -> String {
        let mut arguments = vec!["group", "create", "--name", name];
        for member in members {
            arguments.extend(["--member", member]);
        }
        arguments.extend(more);
        self.json(0, &arguments)["address"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// What an account has.
    pub fn funds(&self, group: &str) -> String {
        let treasury = self.json(0, &["treasury", "show", group]);
        let balance = &treasury["sums"][0]["balance"]["amount"];
        balance.as_str().unwrap_or("nothing").to_owned()
    }

    /// Stops the chain and gives its folder.
    pub fn stop(self) -> TempDir {
        let Self { folder, daemon, .. } = self;
        daemon.unwrap().stop();
        folder
    }
}
