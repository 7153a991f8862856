//! The end of the one who started the kernel.
//!
//! A JupyterLab that is killed cannot shut its kernels down. It names itself to them in
//! `JPY_PARENT_PID`, as ipykernel's parent poller expects it.
//!
//! Not needed once evcxr looks after it.

use std::env;
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, getppid, test_kill_process};

const PARENT: &str = "JPY_PARENT_PID";
const ROUND: Duration = Duration::from_secs(1);

/// Ends this process, and with it all that it has started, soon after the one that started it has
/// ended. Without `JPY_PARENT_PID` it goes on for ever.
pub fn end_with_it() {
    let named = env::var(PARENT).ok().and_then(|text| text.parse().ok());
    // 1 is the first process of the system, which never ends.
    let Some(parent) = named.filter(|one| *one > 1).and_then(Pid::from_raw) else {
        return;
    };
    // A number is given away again after its process has ended, but not to a parent.
    let is_direct = getppid() == Some(parent);
    thread::spawn(move || {
        let is_there = || match is_direct {
            true => getppid() == Some(parent),
            false => test_kill_process(parent).is_ok(),
        };
        while is_there() {
            thread::sleep(ROUND);
        }
        std::process::exit(0);
    });
}
