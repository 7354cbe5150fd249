"""Where voices and articles live: one protocol, real implementations."""
