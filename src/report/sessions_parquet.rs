//! Sessions as a Parquet file: columns that know their types, for pandas,
//! DuckDB and their like.

use std::sync::Arc;

use parquet::basic::{LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, FloatType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::sessions_table::{Cell, Sessions};

/// Rows that are written at once.
const GROUP: usize = 10_000;

/// The whole file.
///
/// # Errors
/// When the library refuses to write it.
pub fn parquet(sessions: &Sessions<'_>) -> Result<Vec<u8>, ParquetError> {
    let names = sessions.columns();
    let mut rows = sessions.rows().peekable();
    // A column is what its cells are; a file without rows has texts.
    let kinds: Vec<Cell> = match rows.peek() {
        Some(first) => first.clone(),
        None => names.iter().map(|_| Cell::Text(None)).collect(),
    };
    let fields = names
        .iter()
        .zip(&kinds)
        .map(|(name, kind)| field(name, kind));
    let fields = fields.collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder("sessions").with_fields(fields);
    let properties = Arc::new(WriterProperties::builder().build());
    let schema = Arc::new(schema.build()?);
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    loop {
        let group: Vec<Vec<Cell>> = rows.by_ref().take(GROUP).collect();
        if group.is_empty() {
            break;
        }
        let mut row_group = writer.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = row_group.next_column()? {
            let cells: Vec<&Cell> = group.iter().filter_map(|row| row.get(at)).collect();
            write(&mut column, &cells)?;
            column.close()?;
            at += 1;
        }
        row_group.close()?;
    }
    writer.into_inner()
}

fn field(name: &str, kind: &Cell) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match kind {
        Cell::Text(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Cell::Single(_) => (Physical::FLOAT, None),
        Cell::Double(_) => (Physical::DOUBLE, None),
        Cell::Whole(_) => (Physical::INT64, None),
        Cell::Time(_) => {
            let unit = TimeUnit::MILLIS;
            let time = LogicalType::timestamp(true, unit);
            (Physical::INT64, Some(time))
        }
    };
    let repetition = match kind {
        Cell::Whole(_) | Cell::Time(_) => Repetition::REQUIRED,
        Cell::Text(_) | Cell::Single(_) | Cell::Double(_) => Repetition::OPTIONAL,
    };
    let field = Type::primitive_type_builder(name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(field))
}

/// Which cells hold something, as Parquet counts it, and what they hold.
fn present<T>(cells: &[&Cell], find: impl Fn(&Cell) -> Option<T>) -> (Vec<i16>, Vec<T>) {
    let found: Vec<Option<T>> = cells.iter().map(|cell| find(cell)).collect();
    let levels = found.iter().map(|one| i16::from(one.is_some())).collect();
    (levels, found.into_iter().flatten().collect())
}

fn write(column: &mut SerializedColumnWriter<'_>, cells: &[&Cell]) -> Result<(), ParquetError> {
    match cells.first() {
        Some(Cell::Text(_)) => {
            let (levels, values) = present(cells, |cell| match cell {
                Cell::Text(Some(text)) => Some(ByteArray::from(text.as_str())),
                _ => None,
            });
            let writer = column.typed::<ByteArrayType>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        Some(Cell::Single(_)) => {
            let (levels, values) = present(cells, |cell| match cell {
                Cell::Single(value) => *value,
                _ => None,
            });
            let writer = column.typed::<FloatType>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        Some(Cell::Double(_)) => {
            let (levels, values) = present(cells, |cell| match cell {
                Cell::Double(value) => *value,
                _ => None,
            });
            let writer = column.typed::<DoubleType>();
            writer.write_batch(&values, Some(&levels), None)?;
        }
        Some(Cell::Whole(_) | Cell::Time(_)) => {
            let (_, values) = present(cells, |cell| match cell {
                Cell::Whole(value) => Some(*value),
                Cell::Time(time) => Some(time.0),
                _ => None,
            });
            column
                .typed::<Int64Type>()
                .write_batch(&values, None, None)?;
        }
        None => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;

    use super::*;
    use crate::domain::{
        Badge, Decision, LivenessSummary, Quality, Reason, Session, SessionId, SessionKind,
        SessionScores, SessionTimings, Source, Timestamp,
    };

    fn session(number: u128, score: Option<f32>) -> Session {
        Session {
            id: SessionId(uuid::Uuid::from_u128(number)),
            kind: SessionKind::Verification,
            started_at: Timestamp(1_795_340_467_000),
            decision: Decision::NotVerified,
            reason: Reason::NoMatch,
            source: Source::Kiosk,
            claim: "10427".parse::<Badge>().ok(),
            person: None,
            operator: None,
            vouch_reason: None,
            allowance: None,
            camera: "Brio".to_owned(),
            tolerance: "balanced".to_owned().try_into().unwrap(),
            tolerance_version: 3,
            model: None,
            program: String::new(),
            scores: SessionScores {
                score,
                ..SessionScores::default()
            },
            quality: Quality::default(),
            liveness: LivenessSummary::default(),
            timings: SessionTimings::default(),
        }
    }

    #[test]
    fn what_was_written_is_read_again_with_its_types() {
        let sessions = [session(1, Some(0.5)), session(2, None)];
        let standings = HashMap::new();
        let table = |names| Sessions {
            sessions: &sessions,
            standings: &standings,
            names,
        };
        let file = bytes::Bytes::from(parquet(&table(false)).unwrap());
        let read = SerializedFileReader::new(file).unwrap();
        let rows: Vec<_> = read.get_row_iter(None).unwrap().flatten().collect();
        assert_eq!(rows.len(), 2);
        let names: Vec<&String> = rows[0].get_column_iter().map(|(name, _)| name).collect();
        assert_eq!(names, table(false).columns());
        let at = |name: &str| names.iter().position(|one| *one == name).unwrap();
        let is = |row: usize, name: &str| rows[row].get_float(at(name)).ok();
        assert_eq!((is(0, "score"), is(1, "score")), (Some(0.5), None));
        assert_eq!(rows[1].get_string(at("reason")).unwrap(), "no_match");
        let started = rows[0].get_timestamp_millis(at("started_at")).unwrap();
        assert_eq!(started, 1_795_340_467_000);
        assert_eq!(rows[0].get_long(at("tolerance_version")).unwrap(), 3);
        assert!(!names.iter().any(|name| *name == "badge"));
        let named = bytes::Bytes::from(parquet(&table(true)).unwrap());
        let named = SerializedFileReader::new(named).unwrap();
        let row = named.get_row_iter(None).unwrap().flatten().next().unwrap();
        assert!(row.to_string().contains("badge: \"10427\""), "{row}");
    }

    #[test]
    fn a_table_of_nothing_is_a_table() {
        let nothing = Sessions {
            sessions: &[],
            standings: &HashMap::new(),
            names: false,
        };
        let file = bytes::Bytes::from(parquet(&nothing).unwrap());
        let read = SerializedFileReader::new(file).unwrap();
        assert_eq!(read.metadata().file_metadata().num_rows(), 0);
    }
}
