"""取込: existing minutes, in the many ways offices write them, read into a proposal. Pure.

``read`` takes the text of one record and proposes fields and rows. It never guesses in silence: what is not
sure stays blank or carries a warning, and every character of the source ends in a field or in 未配置.
"""
