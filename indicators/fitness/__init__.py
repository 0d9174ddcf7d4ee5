"""Why an indicator's figures cannot carry a verdict, and what to do about it."""
