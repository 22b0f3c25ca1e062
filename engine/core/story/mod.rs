//! Stories: a person, agents and a platform around one conversation, told through `step` alone.

mod asking;
mod calling;
mod calls;
mod doors;
mod handing;
mod languages;
mod matching;
mod properties;
mod returning;
mod running;
mod speaking;
mod trouble;
mod versions;
mod world;

use world::World;
