//! Stories: a person, agents and a platform around one conversation, told through `step` alone.

mod approved;
mod asking;
mod calling;
mod calls;
mod coming;
mod doors;
mod emitting;
mod expecting;
mod fitting;
mod gathering;
mod handing;
mod languages;
mod listed;
mod matching;
mod naming;
mod properties;
mod reminding;
mod returning;
mod running;
mod speaking;
mod stranding;
mod trouble;
mod understanding;
mod versions;
mod world;

use world::World;
