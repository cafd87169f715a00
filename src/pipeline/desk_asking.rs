//! Who asked for a piece of the desk's work: what comes after they signed out
//! is shown to nobody.

use std::sync::Arc;

use super::desk_work::{self, DeskAnswer};
use super::live_thread::LiveThread;
use super::{
    AuditIntent, CentreIntent, DeskIntent, ErasuresIntent, Health, KeysIntent, Problem,
    RetentionIntent, SelfTestIntent, TokensIntent, WorkStatus,
};

/// A piece of work that was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// In which sign-in; none where it takes no operator.
    sign_in: Option<u64>,
    /// Whether the desk is at work until its answer comes.
    works: bool,
}

impl DeskIntent {
    /// Whether the desk is at work with it until it is done.
    fn works(&self) -> bool {
        !matches!(
            self,
            Self::VerifyByPin { .. }
                | Self::Vouch { .. }
                | Self::CheckHealth
                | Self::Refresh
                | Self::SelfTest(SelfTestIntent::List)
                | Self::Audit(AuditIntent::List { .. })
                | Self::Tokens(TokensIntent::Look)
                | Self::Erasures(ErasuresIntent::Look)
                | Self::Retention(RetentionIntent::Look)
                | Self::Keys(KeysIntent::Look)
                | Self::Centre(CentreIntent::Look)
        )
    }
}

impl LiveThread<'_> {
    /// Does a piece of work on a thread of its own.
    pub(super) fn begin_work(&mut self, intent: DeskIntent) {
        let office = Arc::clone(&self.office);
        let site = self.site.clone();
        let operator = self.drawn.operator.clone();
        let answers = self.desk_answers.0.clone();
        let is_public = matches!(intent, DeskIntent::VerifyByPin { .. });
        let asked = Asked {
            sign_in: (!is_public).then_some(self.sign_ins),
            works: intent.works(),
        };
        let spawned = std::thread::Builder::new()
            .name("desk".to_owned())
            .spawn(move || {
                // Nobody has to wait for a word of progress.
                let hears = answers.clone();
                let told =
                    move |progress| drop(hears.try_send((asked, DeskAnswer::Progress(progress))));
                let answer = desk_work::work(&office, &site, operator.as_ref(), intent, told);
                if let Some(answer) = answer {
                    // Nobody waits for it any more: the window is gone.
                    let _ = answers.send((asked, answer));
                }
            });
        if let Err(error) = spawned {
            let why = Problem::of(&error);
            self.desk().work = WorkStatus::Failed { why };
        }
    }

    /// Takes up what the desk's work brought.
    pub(super) fn listen_to_desk(&mut self) {
        while let Ok((asked, answer)) = self.desk_answers.1.try_recv() {
            let is_late = asked.sign_in.is_some_and(|asked| asked != self.sign_ins);
            match is_late {
                true => self.let_go(asked, answer),
                false => self.take_up(answer),
            }
        }
        if self.looking.is_some() && !self.may_look() {
            self.stop_looking();
        }
    }

    /// Lets go what came too late: whoever asked has signed out. What was done
    /// stays done; it is in the audit, and nothing of it is shown.
    fn let_go(&mut self, asked: Asked, answer: DeskAnswer) {
        match answer {
            DeskAnswer::Progress(_) => return,
            // What is kept on the disk is in force, whoever is here.
            DeskAnswer::Started(Ok((settings, _))) => {
                self.drawn.has_operators = true;
                self.put_in_force(settings);
            }
            DeskAnswer::Saved(Ok(settings)) => self.put_in_force(settings),
            DeskAnswer::Session(_) => self.desk().way_in = WorkStatus::Idle,
            DeskAnswer::Health(_) => self.desk().health = Health::default(),
            _ => {}
        }
        if asked.works {
            let desk = self.desk();
            desk.progress = None;
            desk.work = WorkStatus::Idle;
        }
    }
}
