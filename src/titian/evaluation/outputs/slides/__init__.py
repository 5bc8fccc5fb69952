from titian.evaluation.outputs.slides.deck import write_slides

__all__ = ["write_slides"]
