"""Templates, checks and computed figures for the tables of Indonesian performance reports (SAKIP, LKjIP, Renja).

Draft of the map; replaced below.
"""
