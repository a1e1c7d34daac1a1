//! Turns a solidarity appeal into letters.
