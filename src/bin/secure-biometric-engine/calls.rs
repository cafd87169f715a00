//! Seccomp: which system calls the engine can no longer make. Refused ones
//! answer EPERM, so that a library that tries one carries on.

use std::collections::BTreeMap;

use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch, apply_filter_all_threads,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Refused whatever their arguments. Opening files for writing is landlock's
/// part; what changes files without opening them is refused here.
const REFUSED: &[i64] = &[
    // Network, and whatever could do the same without these calls.
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_sendmmsg,
    libc::SYS_recvfrom,
    libc::SYS_recvmsg,
    libc::SYS_recvmmsg,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    // Programs.
    libc::SYS_execve,
    libc::SYS_execveat,
    // Other processes.
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_kcmp,
    libc::SYS_shmget,
    libc::SYS_shmat,
    libc::SYS_msgget,
    libc::SYS_semget,
    libc::SYS_mq_open,
    // The machine.
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_setns,
    libc::SYS_unshare,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_kexec_load,
    libc::SYS_reboot,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_adjtimex,
    libc::SYS_clock_adjtime,
    libc::SYS_personality,
    libc::SYS_acct,
    libc::SYS_quotactl,
    libc::SYS_syslog,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    libc::SYS_fanotify_init,
    libc::SYS_inotify_init1,
    // Who it is.
    libc::SYS_setuid,
    libc::SYS_setgid,
    libc::SYS_setreuid,
    libc::SYS_setregid,
    libc::SYS_setresuid,
    libc::SYS_setresgid,
    libc::SYS_setfsuid,
    libc::SYS_setfsgid,
    libc::SYS_setgroups,
    libc::SYS_capset,
    // Changing a file that isn't opened for writing.
    libc::SYS_truncate,
    libc::SYS_fchmod,
    libc::SYS_fchmodat,
    libc::SYS_fchmodat2,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    libc::SYS_utimensat,
];

/// Older forms of refused calls, which only this architecture has.
#[cfg(target_arch = "x86_64")]
const REFUSED_OLD_FORMS: &[i64] = &[
    libc::SYS_fork,
    libc::SYS_vfork,
    libc::SYS_chmod,
    libc::SYS_chown,
    libc::SYS_lchown,
    libc::SYS_utime,
    libc::SYS_utimes,
    libc::SYS_futimesat,
    libc::SYS_inotify_init,
];
#[cfg(not(target_arch = "x86_64"))]
const REFUSED_OLD_FORMS: &[i64] = &[];

/// Kernels may offer a second table of calls, in which each has this bit set
/// and some have numbers of their own. Nothing here uses it.
#[cfg(target_arch = "x86_64")]
const SECOND_TABLE: i64 = 0x4000_0000;
#[cfg(target_arch = "x86_64")]
const ONLY_IN_SECOND_TABLE: std::ops::RangeInclusive<i64> = 512..=547;

/// Commands of `fcntl` that say whom to signal, and how (fcntl.h of Linux).
const F_SETSIG: libc::c_int = 10;
const F_SETOWN_EX: libc::c_int = 15;

/// Restricts every thread of the process, those that will start included.
///
/// # Errors
/// A sentence, when the kernel can't or won't.
pub(crate) fn restrict() -> Result<(), String> {
    // `clone3` hides its flags behind a pointer. Told that it doesn't exist,
    // the C library uses `clone`, whose flags can be looked at.
    let hidden = Rules::from([(libc::SYS_clone3, Vec::new())]);
    install(hidden, libc::ENOSYS)?;
    install(rules().map_err(|error| error.to_string())?, libc::EPERM)
}

fn rules() -> Result<Rules, seccompiler::BackendError> {
    let mut rules: Rules = REFUSED
        .iter()
        .chain(REFUSED_OLD_FORMS)
        .map(|call| (*call, Vec::new()))
        .collect();
    // New threads are fine, new processes are not.
    let thread = u64::from(libc::CLONE_THREAD.unsigned_abs());
    rules.insert(
        libc::SYS_clone,
        vec![when(0, SeccompCmpOp::MaskedEq(thread), 0)?],
    );
    // Signals reach only this process itself: `abort` needs that.
    let own = u64::from(std::process::id());
    for call in [
        libc::SYS_kill,
        libc::SYS_tgkill,
        libc::SYS_rt_sigqueueinfo,
        libc::SYS_rt_tgsigqueueinfo,
    ] {
        rules.insert(call, vec![when(0, SeccompCmpOp::Ne, own)?]);
    }
    rules.insert(libc::SYS_tkill, Vec::new());
    // Nor does the kernel send any for it when a descriptor has news.
    rules.insert(
        libc::SYS_fcntl,
        [F_SETSIG, libc::F_SETOWN, F_SETOWN_EX]
            .into_iter()
            .map(|command| when(1, SeccompCmpOp::Eq, u64::from(command.unsigned_abs())))
            .collect::<Result<_, _>>()?,
    );
    // Limits of other processes; 0 stands for this one.
    rules.insert(
        libc::SYS_prlimit64,
        vec![SeccompRule::new(vec![
            condition(0, SeccompCmpOp::Ne, own)?,
            condition(0, SeccompCmpOp::Ne, 0)?,
        ])?],
    );
    #[cfg(target_arch = "x86_64")]
    {
        let refused: Vec<i64> = rules.keys().copied().chain(ONLY_IN_SECOND_TABLE).collect();
        rules.extend(
            refused
                .into_iter()
                .map(|call| (call | SECOND_TABLE, Vec::new())),
        );
    }
    Ok(rules)
}

fn when(
    argument: u8,
    operator: SeccompCmpOp,
    value: u64,
) -> Result<SeccompRule, seccompiler::BackendError> {
    SeccompRule::new(vec![condition(argument, operator, value)?])
}

/// Compares the lower 32 bits, which is all the kernel reads of flags of
/// `clone` that matter here, and of process ids.
fn condition(
    argument: u8,
    operator: SeccompCmpOp,
    value: u64,
) -> Result<SeccompCondition, seccompiler::BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
}

fn install(rules: Rules, error_number: i32) -> Result<(), String> {
    let build = || -> Result<BpfProgram, seccompiler::BackendError> {
        let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
        SeccompFilter::new(
            rules,
            SeccompAction::Allow,
            SeccompAction::Errno(error_number.unsigned_abs()),
            architecture,
        )?
        .try_into()
    };
    let program = build().map_err(|error| format!("seccomp: {error}"))?;
    apply_filter_all_threads(&program).map_err(|error| format!("seccomp: {error}"))
}
