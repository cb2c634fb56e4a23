"""Reading what people really paste: bytes → lines → blocks."""
