from engines.survey.intervals import wilson_interval

__all__ = ["wilson_interval"]
