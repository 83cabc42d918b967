"""Questions of single commands besides derivatives, from text to answer."""
