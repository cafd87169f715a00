//! Manual pages and what shells complete commands by, for a package to install.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, ValueEnum};
use clap_complete::Shell;

use super::output::say;
use super::{CommandError, Done};

#[derive(Args, Debug)]
pub(super) struct ManualArgs {
    /// The folder to write to; it is made
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes a page for the program and one for each of its commands into
/// `man/man1`, and a file a shell into `completions`.
pub(super) fn run(args: &ManualArgs, program: Command) -> Done {
    write_to(&args.folder, program).map_err(|error| {
        CommandError::new(
            "system",
            format!("{} can't be written ({error})", args.folder.display()),
        )
        .fix("name a folder that this user may write to")
    })?;
    say!("{}", args.folder.display());
    Ok(0)
}

fn write_to(folder: &Path, program: Command) -> io::Result<()> {
    let pages = folder.join("man/man1");
    fs::create_dir_all(&pages)?;
    clap_mangen::generate_to(program.clone(), &pages)?;
    let completions = folder.join("completions");
    fs::create_dir_all(&completions)?;
    let name = program.get_name().to_owned();
    let mut program = program;
    for shell in Shell::value_variants() {
        clap_complete::generate_to(*shell, &mut program, &name, &completions)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::Cli;
    use super::*;

    #[test]
    fn each_command_has_a_page_and_each_shell_its_file() {
        let folder = tempfile::tempdir().unwrap();
        write_to(folder.path(), Cli::command()).unwrap();
        for command in Cli::command().get_subcommands() {
            let page = format!("man/man1/secure-biometric-{}.1", command.get_name());
            let text = fs::read_to_string(folder.path().join(&page)).unwrap();
            assert!(text.contains("SYNOPSIS"), "{page}");
        }
        let bash = folder.path().join("completions/secure-biometric.bash");
        assert!(fs::read_to_string(bash).unwrap().contains("verify"));
        let files = fs::read_dir(folder.path().join("completions")).unwrap();
        assert_eq!(files.count(), Shell::value_variants().len());
    }
}
