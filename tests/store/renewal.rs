//! Renewed templates: others on the disk, the same scores, and nobody lost
//! when the program ends half-way.

use std::panic::{AssertUnwindSafe, catch_unwind};

use secure_biometric::domain::Act;
use secure_biometric::store::{AuditFilter, Store};
use sqlx::Connection;

use crate::at_rest::found;
use crate::support::{MODEL, block_on, embedding, enrolment, open, raw};

/// The score of everybody's first template against one probe.
async fn scores(store: &Store) -> Vec<f32> {
    let probe = embedding(31);
    let gallery = store.gallery(MODEL).await.unwrap();
    let templates = gallery.iter().flat_map(|(_, templates)| templates);
    templates
        .map(|template| template.embedding.cosine(&probe))
        .collect()
}

#[track_caller]
fn alike(before: &[f32], after: &[f32]) {
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(after) {
        assert!((before - after).abs() < 1e-5, "{before} became {after}");
    }
}

/// The secrets as they are wrapped.
async fn secrets(folder: &std::path::Path) -> Vec<Vec<u8>> {
    let mut file = raw(folder).await;
    let rows: Vec<(Vec<u8>,)> =
        sqlx::query_as("SELECT wrapped FROM wrapped_keys WHERE name LIKE 'templates %'")
            .fetch_all(&mut file)
            .await
            .unwrap();
    Connection::close(file).await.unwrap();
    rows.into_iter().map(|(wrapped,)| wrapped).collect()
}

async fn enrol(store: &Store, people: std::ops::RangeInclusive<u16>) {
    for number in people {
        let new = enrolment(&number.to_string(), "Ada", number);
        store.enrol(&new).await.unwrap();
    }
}

#[test]
fn renewed_templates_are_others_with_the_same_scores() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    block_on(async {
        let store = open(folder).await;
        enrol(&store, 1..=4).await;
        let before = scores(&store).await;
        assert!(before.iter().any(|score| *score > 0.9));
        let earlier = secrets(folder).await;
        let mut told = Vec::new();
        let renewal = store.renew_templates(|far| told.push(far.done)).await;
        assert_eq!(renewal.unwrap().done, 20);
        assert_eq!(told, [20]);
        alike(&before, &scores(&store).await);
        let now = secrets(folder).await;
        assert_eq!((earlier.len(), now.len()), (1, 1));
        assert_ne!(earlier, now);
        // The earlier secret, even wrapped, is in no file any more.
        assert!(found(folder, &now[0]) && !found(folder, &earlier[0]));
        // Who is enrolled from now on is kept like the others.
        enrol(&store, 5..=5).await;
        assert_eq!(scores(&store).await.len(), 25);
        store.close().await;
        // Another process, which knows no secret yet, reads them all.
        let store = open(folder).await;
        alike(&before, &scores(&store).await[..20]);
        let filter = AuditFilter {
            acts: vec![Act::TemplatesRenewed],
            ..AuditFilter::default()
        };
        assert_eq!(store.audit(&filter).await.unwrap().entries.len(), 1);
    });
}

#[test]
fn a_renewal_that_ends_half_way_loses_nobody() {
    /// Of five templates each: more than two batches.
    const PEOPLE: u16 = 90;
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let before = block_on(async {
        let store = open(folder).await;
        enrol(&store, 1..=PEOPLE).await;
        let before = scores(&store).await;
        store.close().await;
        before
    });
    let ended = catch_unwind(AssertUnwindSafe(|| {
        block_on(async {
            let store = open(folder).await;
            let ends = |_| panic!("the program ends here");
            let _ = store.renew_templates(ends).await;
        });
    }));
    assert!(ended.is_err());
    block_on(async {
        assert_eq!(secrets(folder).await.len(), 2, "it didn't end half-way");
        let store = open(folder).await;
        alike(&before, &scores(&store).await);
        let renewal = store.renew_templates(|_| ()).await.unwrap();
        assert_eq!(renewal.done, u64::from(PEOPLE) * 5);
        alike(&before, &scores(&store).await);
        assert_eq!(secrets(folder).await.len(), 1);
    });
}
