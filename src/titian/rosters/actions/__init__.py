from titian.rosters.actions.carry_out import carry_out
from titian.rosters.actions.load import hand_in_rosters, load_rosters
from titian.rosters.actions.stage import RosterFile, stage
from titian.rosters.actions.undo import undo

__all__ = ["RosterFile", "carry_out", "hand_in_rosters", "load_rosters", "stage", "undo"]
