"""The room 党组织: the registry as a tree, its form, and lists that come in."""

from desk_app.views.organisations.room import OrganisationsRoom

__all__ = ["OrganisationsRoom"]
