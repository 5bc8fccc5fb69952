from titian.seeds.actions.accounts import open_demo_accounts
from titian.seeds.actions.network import build_demo_network
from titian.seeds.actions.world import build_demo_world

__all__ = ["build_demo_network", "build_demo_world", "open_demo_accounts"]
