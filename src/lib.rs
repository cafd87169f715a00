//! Secure Biometric: a face enrolment and verification kiosk.
