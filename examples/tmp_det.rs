use secure_biometric::report::{accuracy::Scores, det::{Curve, draw_png}};
fn read(n:&str)->Vec<f32>{std::fs::read(format!("/tmp/ev/{n}.f32")).unwrap().chunks(4).map(|c|f32::from_le_bytes(c.try_into().unwrap())).collect()}
fn main(){
 let mut p=Scores::default(); for s in read("g"){p.add_genuine(s)} for s in read("im"){p.add_impostor(s)}
 let mut f=Scores::default(); for s in read("G"){f.add_genuine(s)} for s in read("I"){f.add_impostor(s)}
 println!("{:#?} {:#?}",p.accuracy(),f.accuracy()); for c in f.curve(){println!("{c:?}")}
 std::fs::write("/tmp/ev/det.png",draw_png("Recognition errors on orl","200 faces of 20 people. Rates are those of this set; intervals of 95 % take comparisons as independent.",&[Curve{name:"One photo with one photo",scores:&p},Curve{name:"Three photos fused, with five templates",scores:&f}]).unwrap()).unwrap();
}
