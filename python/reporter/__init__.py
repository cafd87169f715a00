"""Writes reports as PDF, and their figures as pictures, with Matplotlib.

It is given what a report says as JSON and gives back files; it opens nothing, asks nobody, and knows
no session, person or key but by what it is told.
"""
