"""MATLAB and Octave."""
