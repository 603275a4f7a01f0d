//! A node's process, and that nobody else's is ever ended.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};

use crate::error::Error;
use crate::files::NodeDescription;

/// How long a node may take to write down what it has before it is ended the hard way.
const PATIENCE: Duration = Duration::from_secs(15);
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Starts a node in a process group of its own, so that Ctrl-C at the terminal that started it does not reach it.
pub(crate) fn start(wasmd: &Path, home: &Path, log: &Path) -> Result<Child, Error> {
    let open = || File::options().create(true).append(true).open(log);
    let out = open().map_err(Error::file(log))?;
    let err = open().map_err(Error::file(log))?;
    let mut child = Command::new(wasmd)
        .arg("--home")
        .arg(home)
        .args(["start", "--log_level", "warn", "--log_no_color"])
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .process_group(0)
        .spawn()
        .map_err(|source| Error::Run {
            program: wasmd.display().to_string(),
            source,
        })?;
    // the program's arguments can be seen a moment later than its process
    while !has_argument(child.id(), home) && matches!(child.try_wait(), Ok(None)) {
        thread::sleep(LOOK_AGAIN);
    }
    Ok(child)
}

/// When a running process started, in clock ticks since the system did. Nothing for one that ended.
pub(crate) fn started(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // the name is in brackets and may hold anything, so what follows the last bracket is read
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace();
    let ended = matches!(fields.next()?, "Z" | "X" | "x");
    let started = fields.nth(18)?.parse().ok()?;
    (!ended).then_some(started)
}

/// The node's process, if it still is the one that was started for it.
pub(crate) fn running(node: &NodeDescription) -> Option<u32> {
    let pid = node.pid?;
    let same = started(pid)? == node.started? && has_argument(pid, &node.home);
    same.then_some(pid)
}

fn has_argument(pid: u32, wanted: &Path) -> bool {
    let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0)
        .any(|argument| argument == wanted.as_os_str().as_encoded_bytes())
}

/// Ends the node's process and waits until it is gone. Does nothing if the process is not ours any more.
pub(crate) fn end(
    node: &NodeDescription,
    child: Option<Child>,
    signal: Signal,
) -> Result<(), Error> {
    let ended = match node.pid {
        Some(pid) => end_process(node, pid, signal),
        None => Ok(()),
    };
    if let Some(mut child) = child {
        // a child that ended stays a zombie until somebody asks for it
        let _ = child.wait();
    }
    ended
}

fn end_process(node: &NodeDescription, pid: u32, signal: Signal) -> Result<(), Error> {
    let failed = |error: rustix::io::Errno| Error::Signal {
        pid,
        source: error.into(),
    };
    let Some(handle) = i32::try_from(pid).ok().and_then(Pid::from_raw) else {
        return Ok(());
    };
    let process = match pidfd_open(handle, PidfdFlags::empty()) {
        Ok(process) => process,
        Err(rustix::io::Errno::SRCH) => return Ok(()),
        Err(error) => return Err(failed(error)),
    };
    // The handle is of one process, whatever becomes of its number. Only now is looked whose it is.
    if running(node).is_none() {
        return Ok(());
    }
    let send = |signal| match pidfd_send_signal(&process, signal) {
        Ok(()) | Err(rustix::io::Errno::SRCH) => Ok(()),
        Err(error) => Err(failed(error)),
    };
    send(signal)?;
    if !gone(node) {
        send(Signal::KILL)?;
        gone(node);
    }
    Ok(())
}

fn gone(node: &NodeDescription) -> bool {
    let from = Instant::now();
    while running(node).is_some() {
        if from.elapsed() > PATIENCE {
            return false;
        }
        thread::sleep(LOOK_AGAIN);
    }
    true
}

/// The last lines of a log, for an error.
pub(crate) fn tail(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let from = lines.len().saturating_sub(15);
    lines[from..].join("\n")
}
