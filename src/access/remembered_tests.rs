use std::cell::Cell;
use std::convert::Infallible;

use super::*;
use crate::domain::{KeyKind, SiteKey};

/// A folder, and another program that has it open.
async fn two(folder: &std::path::Path) -> (Store, Store) {
    let key = SiteKey::new(KeyKind::Trial, [7; 32]);
    let one = Store::open(folder, &key).await.unwrap();
    (one, Store::open(folder, &key).await.unwrap())
}

async fn commit(store: &Store, number: u32) {
    store.set_setting("of a test", &number).await.unwrap();
}

#[tokio::test]
async fn it_is_read_once_and_again_whenever_anybody_has_committed() {
    let folder = tempfile::tempdir().unwrap();
    let (here, elsewhere) = two(folder.path()).await;
    let remembered: Remembered<u8, u32> = Remembered::of(&here, 10);
    let reads = Cell::new(0);
    let get = async |id| {
        let read = async {
            reads.set(reads.get() + 1);
            Ok::<_, Infallible>(Some(reads.get()))
        };
        remembered.get(id, read).await.unwrap()
    };
    assert_eq!([get(1).await, get(1).await], [Some(1), Some(1)]);
    assert_eq!([get(2).await, get(1).await], [Some(2), Some(1)]);
    for number in 0..20 {
        // By this program or another one: all is read anew, at once.
        commit(if number % 2 == 0 { &here } else { &elsewhere }, number).await;
        let before = reads.get();
        assert_eq!([get(1).await, get(1).await], [Some(before + 1); 2]);
    }
    remembered.forget();
    let before = reads.get();
    assert_eq!(get(1).await, Some(before + 1));
}

#[tokio::test]
async fn what_is_committed_while_it_is_read_is_not_remembered_for_later() {
    let folder = tempfile::tempdir().unwrap();
    let (here, elsewhere) = two(folder.path()).await;
    let remembered: Remembered<u8, &str> = Remembered::of(&here, 10);
    let old = remembered.get(1, async {
        commit(&elsewhere, 1).await;
        Ok::<_, Infallible>(Some("old"))
    });
    assert_eq!(old.await, Ok(Some("old")));
    let new = remembered.get(1, async { Ok::<_, Infallible>(Some("new")) });
    assert_eq!(new.await, Ok(Some("new")));
}

#[tokio::test]
async fn what_is_not_there_is_asked_anew_and_there_is_an_end_to_it() {
    let folder = tempfile::tempdir().unwrap();
    let (here, _elsewhere) = two(folder.path()).await;
    let remembered: Remembered<u32, u32> = Remembered::of(&here, 3);
    let get = async |id, found| {
        let read = async { Ok::<_, Infallible>(found) };
        remembered.get(id, read).await.unwrap()
    };
    assert_eq!([get(1, None).await, get(1, Some(5)).await], [None, Some(5)]);
    for id in 0..10 {
        get(id, Some(id)).await;
        assert!(remembered.kept.lock().unwrap().things.len() <= 3);
    }
}
