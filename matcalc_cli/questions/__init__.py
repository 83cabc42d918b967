"""What single commands ask beside a derivative, from text to answer."""
