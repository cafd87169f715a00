//! What the engine gives up before it looks at anybody's picture.

use secure_biometric::engine::protocol::Confinement;

use crate::Arguments;

/// Confines the process step by step and notes what the kernel could not do.
/// Nothing of it stops the engine: the parent decides what to make of it.
#[derive(Default)]
pub(crate) struct Confiner {
    confinement: Confinement,
    missing: Vec<String>,
}

impl Confiner {
    /// Ends with the parent, never dumps its memory, never gains privileges.
    #[cfg(target_os = "linux")]
    pub(crate) fn confine_process(&mut self) {
        use rustix::process::{
            DumpableBehavior, Resource, Rlimit, Signal, set_dumpable_behavior,
            set_parent_process_death_signal, setrlimit,
        };
        let no_core = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        let steps = [
            (
                "ending with its parent",
                set_parent_process_death_signal(Some(Signal::KILL)),
            ),
            ("refusing core files", setrlimit(Resource::Core, no_core)),
            (
                "refusing memory dumps",
                set_dumpable_behavior(DumpableBehavior::NotDumpable),
            ),
            (
                "refusing new privileges",
                rustix::thread::set_no_new_privs(true),
            ),
        ];
        for (what, outcome) in steps {
            if let Err(error) = outcome {
                self.missing.push(format!("{what}: {error}"));
            }
        }
    }

    /// Leaves only what is read at work readable, and nothing writable. Binds
    /// this thread and those it starts, so it comes before Python.
    #[cfg(target_os = "linux")]
    pub(crate) fn confine_files(&mut self, arguments: &Arguments) {
        match crate::files::restrict(arguments) {
            Ok(()) => self.confinement.landlock = true,
            Err(why) => self.missing.push(why),
        }
    }

    /// Refuses network, programs and other processes to all threads. Comes
    /// after the imports, which start threads and look at the machine.
    #[cfg(target_os = "linux")]
    pub(crate) fn confine_calls(&mut self) {
        match crate::calls::restrict() {
            Ok(()) => self.confinement.seccomp = true,
            Err(why) => self.missing.push(why),
        }
    }

    /// Only Linux can be asked for confinement.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn confine_process(&mut self) {
        self.missing
            .push("this system has neither landlock nor seccomp".to_owned());
    }

    /// Only Linux can be asked for confinement.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn confine_files(&mut self, _: &Arguments) {}

    /// Only Linux can be asked for confinement.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn confine_calls(&mut self) {}

    /// What came of it.
    pub(crate) fn finish(mut self) -> Confinement {
        if !self.missing.is_empty() {
            self.confinement.missing = Some(self.missing.join("; "));
        }
        self.confinement
    }
}
